"""The year's scores and ranks as pages, charts and papers show them."""
