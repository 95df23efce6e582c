"""The charts of a year's contest."""
