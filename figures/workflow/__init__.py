"""The steps of a half-year: send, approve, accept, return, reopen, lock."""
