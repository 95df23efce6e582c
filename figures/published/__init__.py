"""What a conference published of a half-year."""
