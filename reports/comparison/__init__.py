"""A number beside its earlier ones: what the pages of cluster, indicator and province show alike."""
