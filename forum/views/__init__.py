"""The forum's pages: each parses with a form, calls one verb, responds."""
