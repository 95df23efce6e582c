"""The year's scores and ranks as pages, files and papers show them."""
