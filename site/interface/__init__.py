"""The look and the shell of every page: templates, components, tags, style sheets, scripts, audiences."""
