"""One indicator: the provinces' cells behind a cluster total."""
