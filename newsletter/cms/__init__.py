"""The newsletter's screens in the CMS."""
