"""Half-year figures beside the register: what each number counts, organisation by organisation."""
