"""The half-year conference and its report."""
