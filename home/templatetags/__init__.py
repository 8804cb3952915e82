"""Tags of the editorial pages."""
