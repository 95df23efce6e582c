"""Check figures against each other and earlier ones. Without the database."""
