"""Themes and tags: the vocabulary that rooms, pages and rubrics share."""
