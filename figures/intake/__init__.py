"""What a file or a pasted block offers for the form: shown, written once confirmed, undone if need be."""
