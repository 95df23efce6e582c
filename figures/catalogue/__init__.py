"""The indicators and how they relate."""
