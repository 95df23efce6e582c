"""The register: cooperatives, unions and groups of each province."""
