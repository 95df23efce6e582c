"""A criterion's formula in words."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from emulation.criteria.models import Band, Criterion
from emulation.scoring.points import Points
from emulation.scoring.rule import Kind
from figures.catalogue.models import Indicator
from vietnamese.numbers import format_number, format_percent
from vietnamese.sentences import inside_a_sentence


def formula(criterion: Criterion) -> str:
    """How the points follow from figures or judgement, in one or two sentences; empty for a group."""
    most = format_number(criterion.maximum)
    match criterion.kind:
        case Kind.JUDGED:
            return _("Chấm từ 0 đến %s điểm.") % most
        case Kind.YES_NO:
            return _("Có: %s điểm; không: 0 điểm.") % most
        case Kind.BONUS:
            return _("Cộng thêm nhiều nhất %s điểm, ngoài thang điểm.") % most
        case Kind.PENALTY:
            return _("Trừ nhiều nhất %s điểm, ngoài thang điểm.") % most
        case Kind.BANDED:
            return _("%(over)s trên %(under)s: %(bands)s.") % {
                "over": _label(criterion.numerator),
                "under": inside_a_sentence(_label(criterion.denominator)),
                "bands": "; ".join(_bands(list(criterion.bands.all()))) or _("chưa có mức điểm"),
            }
        case Kind.COUNTED:
            text = _("%(label)s: mỗi %(unit)s được %(each)s điểm, nhiều nhất %(most)s điểm.") % {
                "label": _label(criterion.numerator),
                "unit": _unit(criterion.numerator),
                "each": format_number(criterion.points_each),
                "most": most,
            }
            return text + _loss_note(criterion)
        case Kind.TIMELY:
            return _(
                "Gửi số liệu hai kỳ đúng hạn được %(most)s điểm; mỗi ngày chậm trừ %(each)s điểm, theo ngày "
                "gửi hệ thống ghi nhận."
            ) % {"most": most, "each": format_number(criterion.points_each)}
        case Kind.PLEDGED:
            text = _("%(label)s: %(most)s điểm × kết quả ÷ giao ước, nhiều nhất %(most)s điểm.")
            return text % {"label": _label(criterion.numerator), "most": most} + _loss_note(criterion)
        case Kind.BEST:
            text = _(
                "%(label)s: đạt giao ước được %(half)s điểm; chưa đạt được %(half)s điểm × kết quả ÷ "
                "giao ước; vượt thì thêm %(half)s điểm × (kết quả − giao ước) ÷ (kết quả cao nhất Cụm − "
                "giao ước)."
            )
            text %= {"label": _label(criterion.numerator), "half": format_number(criterion.maximum / 2)}
            return text + _loss_note(criterion)
    return ""


def reached(criterion: Criterion, points: Points) -> str:
    """The result behind the points: `46,7%`, `11 HTX`, `11 HTX, giao ước 20, cao nhất 16`; empty if none."""
    return ", ".join(reached_parts(criterion, points))


def reached_parts(criterion: Criterion, points: Points, *, with_unit: bool = True) -> list[str]:
    if points.actual is not None and criterion.kind == Kind.TIMELY:
        late = int(points.actual)
        return [ngettext("chậm %d ngày", "chậm %d ngày", late) % late if late else _("đúng hạn")]
    if points.actual is None or criterion.numerator is None:
        return []
    if criterion.kind == Kind.BANDED:
        return [format_percent(points.actual, 2)]
    actual = format_number(points.actual)
    parts = [f"{actual} {_unit(criterion.numerator)}" if with_unit else actual]
    if points.target is not None:
        parts.append(_("giao ước %s") % points.target.text)
    if points.best is not None:
        parts.append(_("cao nhất %s") % format_number(points.best))
    return parts


def _bands(bands: list[Band]) -> list[str]:
    """`từ 80% được 4 điểm`, `từ 60% đến dưới 80% được 3 điểm`, `dưới 60% được 2 điểm`."""
    texts = []
    above = None
    for band in sorted(bands, key=lambda band: -band.at_least):
        parts = {
            "low": format_percent(band.at_least, _decimals(band)),
            "high": format_percent(above.at_least, _decimals(above)) if above else "",
            "points": format_number(band.points),
        }
        if above is None and band.at_least:
            texts.append(_("từ %(low)s được %(points)s điểm") % parts)
        elif above is None:
            texts.append(_("tỷ lệ nào cũng được %(points)s điểm") % parts)
        elif band.at_least == 0:
            texts.append(_("dưới %(high)s được %(points)s điểm") % parts)
        else:
            texts.append(_("từ %(low)s đến dưới %(high)s được %(points)s điểm") % parts)
        above = band
    if above is not None and above.at_least:
        parts = {"high": format_percent(above.at_least, _decimals(above)), "points": format_number(0)}
        texts.append(_("dưới %(high)s được %(points)s điểm") % parts)
    return texts


def _loss_note(criterion: Criterion) -> str:
    may_be_negative = criterion.numerator is not None and criterion.numerator.may_be_negative
    return " " + _("Kết quả âm được 0 điểm.") if may_be_negative else ""


def _decimals(band: Band) -> int:
    return 0 if band.at_least == round(band.at_least) else 2


def _label(indicator: Indicator | None) -> str:
    return str(indicator) if indicator else ""


def _unit(indicator: Indicator | None) -> str:
    return indicator.in_language("unit") if indicator else ""
