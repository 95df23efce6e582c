"""The half-year conference: what is entered for it, and who may."""
