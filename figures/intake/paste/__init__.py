"""A block of cells from the clipboard of a spreadsheet program."""
