"""What the system knows beside the points that people enter: the same for scorer, checker and council."""

from collections.abc import Iterator, Mapping

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from emulation.criteria.models import Criterion
from emulation.criteria.tree import Tree
from emulation.movements.models import Activity, Movement, Registration
from emulation.movements.rows import LONG_SILENCE, movement_rows
from emulation.year.models import EmulationYear
from figures.submissions.models import Step
from figures.submissions.punctuality import sent_halves
from provinces.clusters.models import Province
from vietnamese.dates import format_date
from vietnamese.numbers import format_count

Facts = Criterion.Facts
JudgingFacts = Mapping[str, tuple[str, ...]]  # by `Criterion.facts`, each a sentence


def judging_facts(contest_year: EmulationYear, tree: Tree, province: Province) -> JudgingFacts:
    """Facts of the kinds that the year's criteria name; without such criteria no query."""
    named = {facts_of(node.criterion) for node in tree.leaves}
    facts: dict[str, tuple[str, ...]] = {}
    if Facts.REPORTS in named:
        facts[Facts.REPORTS] = tuple(_report_facts(contest_year, province))
    if Facts.MOVEMENTS in named:
        facts[Facts.MOVEMENTS] = tuple(_movement_facts(contest_year, province))
    return facts


def facts_of(criterion: Criterion) -> str:
    """The kind of facts beside the criterion; days of delay stand beside the points that they give."""
    return Facts.REPORTS.value if criterion.kind == Criterion.Kind.TIMELY else criterion.facts


def _report_facts(contest_year: EmulationYear, province: Province) -> Iterator[str]:
    steps = (
        Step.objects.filter(
            submission__province=province,
            submission__period__year=contest_year.year,
            submission__period__cluster=contest_year.cluster_id,
        )
        .order_by()
        .values_list("submission__period")
        .annotate(
            returned=Count("pk", filter=Q(action=Step.Action.RETURN)),
            reopened=Count("pk", filter=Q(action=Step.Action.REOPEN)),
        )
    )
    back = {period: (returned, reopened) for period, returned, reopened in steps}
    for half in sent_halves(contest_year.cluster, contest_year.year, [province])[province.slug]:
        values = {
            "period": half.period.label,
            "day": format_date(half.sent_on) if half.sent_on else "",
            "due": format_date(half.period.due_on),
            "late": half.days_late,
        }
        if half.sent_on is None and half.days_late:
            text = _("%(period)s: chưa gửi, quá hạn %(late)d ngày (hạn %(due)s)")
        elif half.sent_on is None:
            text = _("%(period)s: chưa gửi, hạn %(due)s")
        elif half.days_late:
            text = _("%(period)s: gửi ngày %(day)s, chậm %(late)d ngày (hạn %(due)s)")
        else:
            text = _("%(period)s: gửi ngày %(day)s, đúng hạn")
        returned, reopened = back.get(half.period.pk, (0, 0))
        parts = [text % values]
        if returned:
            parts.append(ngettext("trả lại %d lần", "trả lại %d lần", returned) % returned)
        if reopened:
            parts.append(ngettext("mở lại %d lần", "mở lại %d lần", reopened) % reopened)
        yield f"{'; '.join(parts)}."


def _movement_facts(contest_year: EmulationYear, province: Province) -> Iterator[str]:
    launched = Movement.objects.filter(year=contest_year).launched().select_related("year")
    rows = movement_rows(launched.filter(province=province))
    if rows:
        yield ngettext(
            "Đã phát động %s phong trào.", "Đã phát động %s phong trào.", len(rows)
        ) % format_count(len(rows))
    else:
        yield _("Chưa phát động phong trào nào.")
    for row in rows:
        if lacks := row.movement.lacks:
            yield _("“%(name)s”: chưa nêu %(lacks)s.") % {
                "name": row.movement.name,
                "lacks": _(" và ").join(lacks),
            }
        if row.timeline.longest_silence >= LONG_SILENCE:
            yield _("“%(name)s”: không có hoạt động trong %(months)s tháng liên tiếp.") % {
                "name": row.movement.name,
                "months": format_count(row.timeline.longest_silence),
            }
    joined = Registration.objects.filter(movement__in=launched, province=province).count()
    done = Activity.objects.filter(movement__in=launched, province=province).count()
    registrations = (
        _("Đăng ký tham gia %s phong trào") % format_count(joined)
        if joined
        else _("Chưa đăng ký tham gia phong trào nào")
    )
    yield f"{registrations}; {_activities_in_words(done)}."


def _activities_in_words(done: int) -> str:
    return _("ghi %s hoạt động") % format_count(done) if done else _("chưa ghi hoạt động nào")
