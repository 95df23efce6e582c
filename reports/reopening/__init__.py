"""What reopening an accepted half-year changes."""
