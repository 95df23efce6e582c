"""How figures read on any page and in any file."""
