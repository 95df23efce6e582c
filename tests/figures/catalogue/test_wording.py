from figures.catalogue.models import Indicator
from figures.catalogue.wording import labels


def test_indicators_that_are_not_named_are_counted_as_indicators():
    indicators = [Indicator(label=label) for label in ("HTX", "THT", "LH HTX", "Vốn")]
    assert labels(indicators) == "“HTX”, “THT”, “LH HTX” và 1 chỉ tiêu khác"
