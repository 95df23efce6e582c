"""What the provinces report."""
