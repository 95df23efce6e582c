"""Files that support what a province claims."""
