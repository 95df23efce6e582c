"""The pledges of a year (giao ước): what is asked for, the targets, the signing, how far it has come."""
