"""Does it add up? Values in, findings out, no database."""
