"""The register from a file and into one: template, preview, and all or the valid rows in one transaction."""
