"""Changes from a file or the clipboard: previewed, confirmed, undone."""
