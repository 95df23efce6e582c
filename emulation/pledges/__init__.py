"""The pledges of a year: what is asked for, where each province stands, how far it has come, the paper."""
