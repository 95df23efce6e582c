"""A request that carries a one-use key has one effect and one answer."""
