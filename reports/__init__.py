"""What the leaders see: totals, charts, pages, the conference and its report."""
