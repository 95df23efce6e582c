"""Ranks and how firm they are: pure functions over points, which no database knows."""
