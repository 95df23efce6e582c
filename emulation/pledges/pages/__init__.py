"""The pages, files and paper of the pledges."""
