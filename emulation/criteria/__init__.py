"""The year's criteria: a tree, changed until it is locked."""
