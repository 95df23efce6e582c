"""What the history says, on pages and in files."""
