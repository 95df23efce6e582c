"""Search over the whole site: what a reader may open, found by its words."""
