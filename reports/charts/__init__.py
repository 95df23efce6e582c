"""Charts on screen: values in, Plotly figure and table twin out, no database. Floats only here."""
