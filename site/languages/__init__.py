"""The site's languages, names per language, and guessing the language of a text."""
