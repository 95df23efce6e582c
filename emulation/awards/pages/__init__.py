"""The pages and files of the commendations."""
