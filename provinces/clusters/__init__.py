"""The cluster, its provinces, its leaders by year, and permissions by post and province."""
