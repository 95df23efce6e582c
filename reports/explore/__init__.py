"""Explore (*Tra cứu*): any indicators, territories and spans in one table, and how they are shown."""
