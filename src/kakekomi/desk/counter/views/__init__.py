"""Pages of the desk's own side."""
