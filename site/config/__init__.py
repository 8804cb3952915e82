"""The composition root: it may import everything, and nobody imports it."""
