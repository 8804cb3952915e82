"""Accounts, organisations, groups and approval; the only package that imports allauth."""
