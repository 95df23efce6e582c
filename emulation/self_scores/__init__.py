"""The self-score (tự chấm): the points that a province claims, and their grounds."""
