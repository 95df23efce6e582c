"""The pictures in the rows of a table as SVG: an indicator's course, and the provinces' changes on a scale.

Sizes are attributes, so that the pictures need neither scripts nor inline styles; each says in words what it
shows. Colours are in `components.css`.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from provinces.clusters.models import Province
from reports.charts.style import axis_range
from reports.comparison.rows import ComparedRow, Spread
from reports.summary.courses import Course, CoursePoint
from reports.summary.decimal_text import decimals_of
from reports.summary.values import Change
from vietnamese.numbers import MINUS, NO_NUMBER, format_change, format_number, format_percent

WIDTH, HEIGHT, EDGE = 110, 28, 8

STOCK_SCALE, FLOW_SCALE = 15, 100  # percent at both ends of the provinces' scale
SCALES = (15, 30, 60, 100, 200, 400)
# Percent of the width: where zero is, and from there to either end. The rest is for a row's own scale.
MIDDLE, REACH = 42, 38
NEAR = 2  # percent of the width within which dots would cover each other


def draw_course(course: Course) -> SafeString:
    """A line for stocks and ratios, bars from zero for flows; an incomplete total leaves a gap."""
    first, last = course.points[0].place, course.points[-1].place
    step = (WIDTH - 2 * EDGE) / max(last - first, 1)
    across = [WIDTH - EDGE - (last - point.place) * step for point in course.points]
    parts = _bars(course, across, step) if course.indicator.is_flow else _line(course, across)
    for (place, point), before in zip(zip(across[1:], course.points[1:], strict=True), across, strict=False):
        if point.broken_by or point.merged_on:
            middle = f"{(before + place) / 2:.1f}"
            parts.append(f'<line class="break" x1="{middle}" x2="{middle}" y1="-2" y2="{HEIGHT + 2}"/>')
    total = course.points[-1].total
    if total is not None and total.is_partial:
        parts.append(f'<text class="quiet end" x="{WIDTH}" y="{HEIGHT - 2}">{total.coverage}</text>')
    words = escape("; ".join(_in_words(course, point) for point in course.points))
    return SafeString(
        f'<svg class="drawing course-line" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{words}">'
        f"<title>{words}</title>{''.join(parts)}</svg>"
    )


def course_link(row: ComparedRow) -> SafeString:
    """The picture of a course; it leads to its numbers."""
    if not row.explore_url:
        return draw_course(row.course)
    return format_html(
        '<a href="{}" title="{}">{}</a>', row.explore_url, _("Mở trong Tra cứu"), draw_course(row.course)
    )


def _in_words(course: Course, point: CoursePoint) -> str:
    total = point.total
    if total is None or total.value is None:
        return f"{point.label} {NO_NUMBER}"
    words = f"{point.label} {format_number(total.value, decimals_of(course.indicator))}"
    remarks = [_("%s tỉnh") % total.coverage] if total.is_partial else []
    remarks += [_("minh họa")] if total.is_illustrative else []
    return f"{words} ({', '.join(remarks)})" if remarks else words


def _hollow(point: CoursePoint) -> str:
    return ' class="hollow"' if point.is_illustrative else ""


def _line(course: Course, across: Sequence[float]) -> list[str]:
    if not course.known:
        return []
    low, high = axis_range(list(map(float, course.known)))
    path, dots = [], []
    before: CoursePoint | None = None
    for x, point in zip(across, course.points, strict=True):
        if point.whole is not None:
            y = HEIGHT - 5 - (float(point.whole) - low) / (high - low) * (HEIGHT - 10)
            follows = before is not None and before.whole is not None and point.place - before.place == 1
            path.append(f"{'L' if follows and not point.broken_by else 'M'}{x:.1f} {y:.1f}")
            radius = 3 if point is course.points[-1] else 2
            dots.append(f'<circle{_hollow(point)} cx="{x:.1f}" cy="{y:.1f}" r="{radius}"/>')
        before = point
    return [f'<path class="trend" d="{" ".join(path)}" fill="none"/>', *dots]


def _bars(course: Course, across: Sequence[float], step: float) -> list[str]:
    highest = float(max(course.known, default=Decimal(0))) or 1
    width = min(step * 0.55, 14)
    bars = []
    for x, point in zip(across, course.points, strict=True):
        if point.whole is not None:
            height = max((HEIGHT - 3) * float(point.whole) / highest, 1)
            kind = _hollow(point) or ("" if point is course.points[-1] else ' class="before"')
            bars.append(
                f'<rect{kind} x="{x - width / 2:.1f}" y="{HEIGHT - height:.1f}"'
                f' width="{width:.1f}" height="{height:.1f}"/>'
            )
    return bars


def scale_of(changes: Iterable[Change | None], usual: int) -> int:
    """The narrowest scale that holds all these changes, none narrower than `usual`."""
    known = [abs(change.percent) for change in changes if change and change.percent is not None]
    return next((end for end in SCALES if end >= max(known, default=0) and end >= usual), SCALES[-1])


def draw_spread(spread: Spread, usual: int) -> SafeString:
    """A dot for each province's change in percent, and a stroke for the cluster's.

    All rows of a group have the scale ±`usual`; one that needs a wider one says so at its end.
    """
    provinces, changes, whole = spread.provinces, spread.changes, spread.whole
    words = escape("; ".join(map(_change_in_words, provinces, changes)))
    percents = [change.percent if change else None for change in changes]
    known = [abs(percent) for percent in percents if percent is not None]
    scale = scale_of(changes, usual)
    parts = [
        f'<line x1="{MIDDLE - REACH}%" x2="{MIDDLE + REACH}%" y1="14" y2="14"/>',
        f'<line class="axis" x1="{MIDDLE}%" x2="{MIDDLE}%" y1="5" y2="23"/>',
    ]
    if whole is not None and whole.percent is not None:
        at = _on_scale(whole.percent, scale)
        parts.append(f'<line class="mean" x1="{at:.1f}%" x2="{at:.1f}%" y1="3" y2="25"/>')
    drawn: list[float] = []
    for percent, province, change, is_provisional in sorted(
        (
            dot
            for dot in zip(percents, provinces, changes, spread.provisional, strict=True)
            if dot[0] is not None
        ),
        key=lambda dot: dot[0] or 0,
    ):
        at = _on_scale(percent or Decimal(0), scale)
        level = sum(abs(at - other) < NEAR for other in drawn) % 3
        drawn.append(at)
        parts.append(
            f'<circle class="dot{" hollow" if is_provisional else ""}" data-province="{province.slug}"'
            f' cx="{at:.1f}%" cy="{17 - 5 * level}" r="5">'
            f"<title>{escape(_change_in_words(province, change))}</title></circle>"
        )
    if scale != usual:
        sign = ">" if max(known) > scale else "±"
        parts.append(f'<text class="quiet end" x="100%" y="18">{escape(sign)}{scale}%</text>')
    return SafeString(
        f'<svg class="drawing" width="100%" height="{HEIGHT}" role="img" aria-label="{words}">'
        f"{''.join(parts)}</svg>"
    )


def draw_axis(usual: int) -> SafeString:
    return SafeString(
        f'<svg class="drawing" width="100%" height="16" aria-hidden="true">'
        f'<text class="quiet" x="{MIDDLE - REACH}%" y="12">{MINUS}{usual}%</text>'
        f'<text class="quiet middle" x="{MIDDLE}%" y="12">0</text>'
        f'<text class="quiet end" x="{MIDDLE + REACH}%" y="12">+{usual}%</text></svg>'
    )


def _on_scale(percent: Decimal, scale: int) -> float:
    return MIDDLE + REACH * max(-1.0, min(1.0, float(percent) / scale))


def _change_in_words(province: Province, change: Change | None) -> str:
    if change is None:
        return f"{province} {_('không có số để so')}"
    if change.percent is None:
        return f"{province} {format_change(change.amount)}"
    return f"{province} {format_percent(change.percent, signed=True)}"
