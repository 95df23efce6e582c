"""Charts on screen: values in, Plotly figure and table twin out, no database. Floats only here."""

from reports.charts.chart import Chart
from reports.charts.panel import TREND_CODES, charts_of

__all__ = ["TREND_CODES", "Chart", "charts_of"]
