"""The cluster, its provinces, who leads it in which year, and who may what by post and province."""
