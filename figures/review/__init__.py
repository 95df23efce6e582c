"""The pages for checking: the provinces of a period, one province, the list of late ones."""
