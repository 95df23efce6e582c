"""Indicators named inside a sentence."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from figures.catalogue.models import Indicator


def labels(indicators: Iterable[Indicator]) -> str:
    names = [f"“{indicator.in_language('label')}”" for indicator in indicators]
    more = len(names) - 3
    if more > 0:
        return _("%(names)s và %(more)d chỉ tiêu khác") % {"names": ", ".join(names[:3]), "more": more}
    return ", ".join(names)
