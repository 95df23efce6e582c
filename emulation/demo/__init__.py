"""The illustrative contests of the demo."""
