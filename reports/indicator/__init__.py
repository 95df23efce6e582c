"""One indicator: the cells that the cluster's number is made of."""
