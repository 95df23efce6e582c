"""Lists of cooperatives that somebody must decide about."""
