"""Pages for readers and subscribers."""
