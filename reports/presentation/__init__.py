"""How figures, states and links are presented on any page and in any file."""
