"""Reading spreadsheets from outside, in a process with limits."""
