"""Charts on screen: values in, Plotly figures and tables out, no database. Only here are values floats."""
