"""Every form that edits: sent without a version or from an old page, it writes nothing.

The pages of the administration: `tests/test_administration_conflicts.py`.
"""

import dataclasses
import datetime as dt
import importlib
import pkgutil
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from emulation.awards.models import Dossier
from emulation.awards.pages.forms import DossierForm, StepForm
from emulation.council.forms import FinalsForm, ReopenForm, SettleForm, TieForm
from emulation.criteria.forms import CriterionForm, UnlockForm
from emulation.criteria.models import Criterion
from emulation.cross_checks.forms import AnswerForm, CheckForm, RingForm
from emulation.cross_checks.models import Check
from emulation.cross_checks.services import draw_checks, planned_ring, set_checks
from emulation.movements.forms import ActivityForm, CloseForm, LaunchForm, MovementForm, RemovalForm
from emulation.movements.models import Activity, Movement
from emulation.pledges.models import Pledge, Signing
from emulation.pledges.pages.forms import (
    ChangeForm,
    DecideForm,
    PaperForm,
    SelectionForm,
    SignForm,
    TargetsForm,
)
from emulation.results.models import FinalScore
from emulation.self_scores.forms import ScoreForm
from emulation.self_scores.models import ScoreSheet
from emulation.successors.models import DecidedTarget
from emulation.votes.forms import PollForm
from emulation.votes.models import Poll
from emulation.year.forms import DatesForm, ReturnForm
from emulation.year.models import EmulationYear
from figures.catalogue.models import Indicator
from figures.periods.forms import NewPeriodForm, PeriodForm
from figures.periods.models import Period
from figures.published.forms import PublishedForm
from figures.register_comparison.forms import CompleteForm
from figures.submissions.models import Submission
from figures.workflow import locking
from figures.workflow.forms import ReopenForm as HalfYearForm
from provinces.accounts.models import Officer
from provinces.clusters.models import Province
from provinces.mergers.forms import HandOverForm, MergerForm, PreviewedForm
from provinces.mergers.models import Merger
from provinces.register.models import Organisation
from provinces.register.pages.forms import (
    CooperativeForm,
    CooperativeGroupForm,
    CooperativeUnionForm,
    OrganisationForm,
)
from provinces.register.pages.member_forms import JoinForm, LeaveForm
from provinces.register.pages.row_forms import (
    ChainForm,
    EventForm,
    FeeForm,
    HalfYearFactsForm,
    ProductForm,
    RowForm,
    RowRemovalForm,
)
from provinces.register_import.forms import LineForm
from reports.conference.publication.forms import ConferenceForm, PublishForm
from reports.conference.publication.services import save_conference
from reports.explore.models import SavedView
from reports.explore.services import overwrite_view, save_view
from tests.address_table import TABLE
from tests.conflicts import differences
from tests.emulation.awards.dossier_rows import make_certificate, make_dossier
from tests.emulation.cross_checks.check_rows import make_checks, make_claimed, make_sent, open_checking
from tests.emulation.factories import make_criterion, make_final, make_pledge, make_sheet, make_year
from tests.emulation.movements.movement_rows import make_activity, make_launched, make_movement
from tests.emulation.votes.polls import make_leaders, make_poll
from tests.factories import make_cooperative, make_group, make_union
from tests.figures.factories import make_catalogue, make_period, make_reported, make_submission
from tests.provinces.clusters.mergers import merge as enter_dates
from tests.provinces.register_import.files import ROW, checked, csv_file
from tests.reports.conference.test_conference_services import RIGHT
from vietnamese.dates import format_date
from web.versioned_forms import VersionedForm


@dataclass
class Cast:
    client_for: Callable[[Officer], Client]
    contest: EmulationYear
    period: Period
    province: Province
    provinces: dict[str, Province]
    officer: Officer
    leader: Officer
    secretary: Officer
    head: Officer
    catalogue: dict[str, Indicator]


@pytest.fixture
def cast(
    cluster, provinces, hau_giang, officer_hg, leader_hg, secretary, head, client_for, settings, tmp_path
) -> Cast:
    settings.EVIDENCE_ROOT = tmp_path
    catalogue, period, contest = make_catalogue(), make_period(cluster, "2023-H1"), make_year(cluster, 2023)
    contest.deadlines.update(due_on=dt.date(2999, 12, 31))
    contest.rules_locked_at = timezone.now()
    contest.save()
    return Cast(
        client_for, contest, period, hau_giang, provinces, officer_hg, leader_hg, secretary, head, catalogue
    )


@dataclass
class Conflict:
    """One form that two people open."""

    officer: Officer
    page: str
    mine: dict[str, Any]  # fields that the officer changes
    theirs: dict[str, Any] | Callable[[], object]  # fields that somebody else saves first, or another write
    action: str = ""  # URL to which the form is sent, if not its page
    name: str = "form"  # in the page's context
    # What the pressed button sends.
    button: dict[str, str] = dataclasses.field(default_factory=dict)
    shows_sides: bool = True  # its fields show stored values, so that both sides can be compared
    # What the page says without a version, and with an old one.
    sentences: tuple[str, str] = ("không cho biết dựa trên bản nào", "lưu từ một trang khác")


def conflict_of_organisation(row: Organisation, kind: str, cast: Cast) -> Conflict:
    page = reverse(f"provinces:{kind}-edit", args=[row.pk])
    return Conflict(cast.officer, page, {"name": "Tên của tôi"}, {"name": "Tên của người khác"})


def conflict_of_row(part: str, stored: dict[str, Any], theirs: Any, mine: Any, cast: Cast) -> Conflict:
    rows = getattr(make_cooperative(cast.province, cast.officer), part.replace("-", "_"))
    by = {"entered_by": cast.officer} if part == "events" else {}
    page = reverse("provinces:cooperative-row", args=[part, rows.create(**stored, **by).pk])
    return Conflict(cast.officer, page, mine, theirs)


def conflict_of_row_removal(cast: Cast) -> Conflict:
    row = make_cooperative(cast.province, cast.officer)
    page = reverse("provinces:cooperative-row-remove", args=["events", row.events.get().pk])
    return Conflict(cast.officer, page, {}, row.save, shows_sides=False)


def conflict_of_joining(cast: Cast) -> Conflict:
    union, other = make_union(cast.province, cast.officer), make_cooperative(cast.province, cast.officer)
    page = f"{reverse('provinces:union-members', args=[union.pk])}?q=lua"
    mine = {"cooperatives": [str(other.pk)], "happened_on": "01/02/2023"}
    return Conflict(cast.officer, page, mine, union.save, shows_sides=False)


def conflict_of_leaving(cast: Cast) -> Conflict:
    union = make_union(cast.province, cast.officer, members=1)
    page = reverse("provinces:union-member-leave", args=[union.memberships.get().pk])
    return Conflict(cast.officer, page, {"happened_on": "01/02/2023"}, union.save, shows_sides=False)


def conflict_of_reopening(cast: Cast) -> Conflict:
    accepted = make_reported(cast.period, cast.province, cast.secretary, RIGHT)
    until = timezone.localdate() + dt.timedelta(days=7)
    return Conflict(
        cast.secretary,
        reverse("reports:reopen", args=["2023-H1", "hau-giang"]),
        {"reason": "Sửa số HTX.", "until": f"{until:%d/%m/%Y}"},
        lambda: Submission.objects.filter(pk=accepted.pk).update(version=accepted.version + 1),
        shows_sides=False,
    )


def conflict_of_publishing(cast: Cast) -> Conflict:
    make_reported(cast.period, cast.province, cast.secretary, RIGHT)
    return Conflict(
        cast.head,
        reverse("reports:conference", args=["2023-H1"]),
        {"number": "5", "signed_on": "05/7/2023"},
        lambda: save_conference(
            period=cast.period, texts={"place": "Rạch Giá"}, seen=None, by=cast.secretary
        ),
        action=reverse("reports:conference-publish", args=["2023-H1"]),
        name="publish_form",
        shows_sides=False,
    )


def conflict_of_movement(step: str, cast: Cast, **mine: str) -> Conflict:
    make = make_launched if step == "close" else make_movement
    row = make(cast.contest, cast.officer, cast.province)
    return Conflict(
        cast.officer,
        f"/emulation/2023/movements/{row.pk}/{step}/",
        mine,
        {"scope": "Huyện"} if step == "edit" else lambda: Movement.objects.update(version=2),
        shows_sides=step == "edit",
    )


def conflict_of_activity(cast: Cast) -> Conflict:
    movement = make_launched(cast.contest, cast.officer, cast.province)
    row = make_activity(movement, cast.province, cast.officer, dt.date(2023, 3, 1))
    page = f"/emulation/2023/movements/{movement.pk}/activities/{row.pk}/edit/"
    return Conflict(cast.officer, page, {"what": "Của tôi"}, {"what": "Của người khác"})


def conflict_of_poll(cast: Cast) -> Conflict:
    leaders = make_leaders(cast.provinces)
    row = make_poll(cast.contest, cast.secretary, list(cast.provinces.values()), leaders)
    page = f"/emulation/2023/votes/{row.pk}/edit/"
    return Conflict(cast.secretary, page, {"title": "Của tôi"}, {"title": "Của người khác", "names": "HTX A"})


def conflict_of_dossier(cast: Cast) -> Conflict:
    row = make_dossier(cast.contest, cast.province, cast.officer, make_certificate())
    page = reverse("emulation:dossier-edit", args=[2023, row.pk])
    return Conflict(cast.officer, page, {"achievements": "Của tôi"}, {"achievements": "Của người khác"})


def conflict_of_criterion(cast: Cast) -> Conflict:
    EmulationYear.objects.update(rules_locked_at=None)
    row = make_criterion(
        cast.contest,
        kind="banded",
        numerator=cast.catalogue["coop.new"],
        denominator=cast.catalogue["coop.total"],
        bands=[(Decimal(0), Decimal(5))],
    )
    page = reverse("emulation:criterion-edit", args=[2023, row.pk])
    return Conflict(cast.secretary, page, {"label": "Của tôi"}, {"band0.points": "6"})


def conflict_of_score(cast: Cast) -> Conflict:
    row = make_criterion(cast.contest)
    page = f"/emulation/2023/scores/hau-giang/{row.pk}/"
    first = {"points": "1", "reason": "Đã lưu.", "seen": "0"}
    assert cast.client_for(cast.leader).post(page, first).status_code == 302
    return Conflict(cast.officer, page, {"points": "2,5"}, {"points": "3", "reason": "Của người khác"})


def conflict_of_check(cast: Cast) -> Conflict:
    row = make_criterion(cast.contest)
    open_checking(cast.contest)
    make_checks(cast.contest)
    checked = Check.objects.get(checker=cast.province).checked
    make_claimed(cast.contest, checked, cast.leader, {row: "5"})
    page = reverse("emulation:check", args=[2023, checked.slug])
    return Conflict(cast.officer, page, {f"points-{row.pk}": "4"}, {f"points-{row.pk}": "6"})


def conflict_of_finals(cast: Cast) -> Conflict:
    row = make_criterion(cast.contest)
    page = "/emulation/2023/results/hau-giang/finals/"
    return Conflict(cast.secretary, page, {f"points.{row.pk}": "4"}, {f"points.{row.pk}": "6"})


def conflict_of_targets(cast: Cast) -> Conflict:
    make_pledge(cast.contest, cast.province, cast.officer, {"coop.new": 20})
    return Conflict(
        cast.officer, "/emulation/2023/pledges/hau-giang/", {"coop.new": "1.500"}, {"coop.new": "25"}
    )


def conflict_of_target_change(cast: Cast) -> Conflict:
    make_pledge(cast.contest, cast.province, cast.officer, {"coop.new": 20}, "signed")
    return Conflict(
        cast.secretary,
        "/emulation/2023/pledges/hau-giang/",
        {"indicator": "coop.new", "value": "15", "reason": "Hạn mặn."},
        lambda: Pledge.objects.update(version=2),
        action="/emulation/2023/pledges/hau-giang/change/",
        name="change_form",
        shows_sides=False,
    )


def conflict_of_decision(cast: Cast) -> Conflict:
    """Provinces that merged within the year have signed no target that could be added up."""
    parts = Province.objects.filter(slug__in=("an-giang", "kien-giang"))
    new = enter_dates(cast.contest.cluster, parts, slug="gop", name="Gộp", on=dt.date(2023, 7, 1))
    Merger.objects.create(successor=new, decision="Nghị quyết", recorded_by=cast.secretary)
    indicator = Indicator.objects.get(code="coop.new")
    cast.contest.pledged_indicators.create(indicator=indicator)
    return Conflict(
        cast.secretary,
        "/emulation/2023/pledges/gop/",
        {"indicator": "coop.new", "value": "15", "reason": "Như năm trước."},
        lambda: DecidedTarget.objects.create(
            year=cast.contest, province=new, indicator=indicator, value=9, reason="Khác.", by=cast.head
        ),
        action="/emulation/2023/pledges/gop/decide/",
        name="decide_form",
        shows_sides=False,
    )


def conflict_of_signature(cast: Cast) -> Conflict:
    make_pledge(cast.contest, cast.province, cast.officer, {"coop.new": 20}, "sent")
    Signing.objects.create(year=cast.contest, opened_at=timezone.now(), opened_by=cast.head)
    return Conflict(
        cast.leader,
        "/emulation/2023/pledges/hau-giang/",
        {"name": "Lê Văn B"},
        lambda: Pledge.objects.update(version=4),
        action="/emulation/2023/pledges/hau-giang/sign/",
        name="sign_form",
        shows_sides=False,
        sentences=("Chưa ký: giao ước đã đổi", "Chưa ký: giao ước đã đổi"),
    )


def conflict_of_answers(cast: Cast) -> Conflict:
    row = make_criterion(cast.contest)
    open_checking(cast.contest, answers=True)
    make_checks(cast.contest)
    make_claimed(cast.contest, cast.province, cast.leader, {row: "5"})
    make_sent(Check.objects.get(checker=cast.province), cast.officer, {})
    make_sent(Check.objects.get(checked=cast.province), cast.officer, {row: "4"})
    name = f"answer-{row.pk}"
    return Conflict(
        cast.officer,
        reverse("emulation:check", args=[2023, "hau-giang"]),
        {name: "Của tôi"},
        {name: "Của người khác"},
        action=reverse("emulation:check-answer", args=[2023, "hau-giang"]),
    )


def conflict_of_step(cast: Cast) -> Conflict:
    row = make_dossier(cast.contest, cast.province, cast.officer, make_certificate())
    return Conflict(
        cast.leader,
        f"/emulation/2023/dossiers/{row.pk}/",
        {"reason": "Đã rà soát."},
        lambda: Dossier.objects.filter(pk=row.pk).update(achievements="Của người khác", version=7),
        action=f"/emulation/2023/dossiers/{row.pk}/step/",
        button={"action": "send"},
        shows_sides=False,
    )


def conflict_of_ties(cast: Cast) -> Conflict:
    EmulationYear.objects.update(rules_locked_at=None)
    return Conflict(
        cast.secretary, "/emulation/2023/rules/ties/", {"step.0": "penalty"}, {"step.0": "improvement"}
    )


def conflict_of_ring(cast: Cast) -> Conflict:
    keys = [province.pk for province in cast.provinces.values()]

    def ring(step: int) -> dict[str, str]:
        return {f"of-{key}": str(keys[(n + step) % len(keys)]) for n, key in enumerate(keys)}

    return Conflict(cast.secretary, "/emulation/2023/checks/ring/", ring(1), ring(2))


def conflict_of_selection(cast: Cast) -> Conflict:
    mine, theirs = ([str(cast.catalogue[code].pk)] for code in ("coop.new", "group.new"))
    page = "/emulation/2023/pledges/indicators/"
    return Conflict(cast.secretary, page, {"indicators": mine}, {"indicators": theirs})


def conflict_of_return(kind: str, cast: Cast) -> Conflict:
    if kind == "score":
        make_criterion(cast.contest)
        make_sheet(cast.contest, cast.province, sent_by=cast.leader)
        page, model = "/emulation/2023/scores/hau-giang/", ScoreSheet
    else:
        make_pledge(cast.contest, cast.province, cast.officer, {"coop.new": 20}, "sent")
        page, model = "/emulation/2023/pledges/hau-giang/", Pledge
    return Conflict(
        cast.secretary,
        page,
        {"reason": "Thiếu căn cứ."},
        lambda: model.objects.update(version=9),
        action=f"{page}return/",
        name="return_form",
        shows_sides=False,
        sentences=("không cho biết dựa trên bản nào", "đã gửi bản khác với bản trên trang đã mở"),
    )


def conflict_of_scores_reopened(cast: Cast) -> Conflict:
    EmulationYear.objects.update(scores_settled_at=timezone.now() - dt.timedelta(days=1))
    return Conflict(
        cast.secretary,
        "/emulation/2023/results/reopen/",
        {"reason": "Cộng nhầm."},
        lambda: EmulationYear.objects.update(scores_settled_at=timezone.now()),
        shows_sides=False,
    )


def conflict_of_settling(cast: Cast) -> Conflict:
    each = {"numerator": cast.catalogue["coop.new"], "points_each": Decimal(1)}
    row = make_criterion(cast.contest, kind="counted", **each)
    for province in cast.provinces.values():
        make_final(row, province, cast.secretary, "4", "Họp xét.")
    EmulationYear.objects.update(allows_provisional=True)
    return Conflict(
        cast.secretary,
        "/emulation/2023/results/settle/",
        {"reason": "Kịp hội nghị."},
        lambda: FinalScore.objects.update(reason="Họp lại."),
        shows_sides=False,
    )


def conflict_of_unlocking(cast: Cast) -> Conflict:
    return Conflict(
        cast.secretary,
        "/emulation/2023/rules/unlock/",
        {"reason": "Nhầm điểm."},
        lambda: EmulationYear.objects.update(rules_locked_at=timezone.now() + dt.timedelta(seconds=1)),
        shows_sides=False,
    )


def conflict_of_removal(kind: str, cast: Cast) -> Conflict:
    if kind == "movement":
        row = make_movement(cast.contest, cast.officer, cast.province)
        page = f"/emulation/2023/movements/{row.pk}/remove/"
        change = partial(Movement.objects.update, version=2)
    else:
        movement = make_launched(cast.contest, cast.officer, cast.province)
        stored = make_activity(movement, cast.province, cast.officer, dt.date(2023, 3, 1))
        page = f"/emulation/2023/movements/{movement.pk}/activities/{stored.pk}/remove/"
        change = partial(Activity.objects.update, what="Của người khác")
    sentence = "Nội dung đã thay đổi sau khi trang này được mở"
    return Conflict(cast.officer, page, {}, change, shows_sides=False, sentences=(sentence, sentence))


def conflict_of_handing_over(cast: Cast) -> Conflict:
    parts = [cast.provinces["hau-giang"], cast.provinces["can-tho"]]
    enter_dates(cast.period.cluster, parts, slug="can-tho-2025", name="Cần Thơ")
    return Conflict(
        cast.secretary,
        reverse("provinces:merger", args=["can-tho-2025"]),
        {"decision": "Nghị quyết 1"},
        lambda: make_cooperative(cast.province, cast.officer),
        shows_sides=False,
        sentences=("không cho biết dựa trên bản nào", "đã thay đổi sau khi xem trước"),
    )


def conflict_of_line(c: Cast) -> Conflict:
    running = checked(c.officer, csv_file(ROW))
    return Conflict(
        c.officer,
        f"/register/imports/lines/2/{running.pk}/",
        {"commune": "Xã khác"},
        {"name": "HTX của tôi"},
    )


CONFLICTS: dict[type[VersionedForm], Callable[[Cast], Conflict]] = {
    CooperativeForm: lambda c: conflict_of_organisation(
        make_cooperative(c.province, c.officer), "cooperative", c
    ),
    CooperativeGroupForm: lambda c: conflict_of_organisation(make_group(c.province, c.officer), "group", c),
    CooperativeUnionForm: lambda c: conflict_of_organisation(make_union(c.province, c.officer), "union", c),
    EventForm: lambda c: conflict_of_row(
        "events", {"kind": "joined_alliance"}, {"decision": "Số khác"}, {"decision": "Số của tôi"}, c
    ),
    HalfYearFactsForm: lambda c: conflict_of_row(
        "half-years", {"year": 2023, "half": 1}, {"labour": "7"}, {"labour": "8"}, c
    ),
    FeeForm: lambda c: conflict_of_row("fees", {"year": 2023}, {"due": "2"}, {"due": "3"}, c),
    ProductForm: lambda c: conflict_of_row(
        "products", {"name": "Gạo"}, {"name": "Gạo khác"}, {"name": "Gạo tôi"}, c
    ),
    ChainForm: lambda c: conflict_of_row(
        "chains", {"partner": "Công ty"}, {"product": "Gạo khác"}, {"product": "Gạo tôi"}, c
    ),
    RowRemovalForm: conflict_of_row_removal,
    JoinForm: conflict_of_joining,
    LeaveForm: conflict_of_leaving,
    HandOverForm: conflict_of_handing_over,
    PeriodForm: lambda c: Conflict(
        c.secretary, "/periods/2023-H1/", {"due_on": "06/7/2023"}, {"legal_basis": "Quyết định 5"}
    ),
    PublishedForm: lambda c: Conflict(
        c.secretary,
        "/periods/2023-H1/published/",
        {"coop.total": "2.110"},
        {"coop.total": "2.109", "source": "Hội nghị"},
    ),
    LineForm: lambda c: conflict_of_line(c),
    CompleteForm: lambda c: Conflict(
        c.leader,
        "/entry/2023-H1/hau-giang/register/complete/",
        {"coop": "01/01/2020"},
        {"coop": "01/07/2021"},
    ),
    HalfYearForm: conflict_of_reopening,
    ConferenceForm: lambda c: Conflict(
        c.secretary, "/conference/2023-H1/", {"place": "Rạch Giá"}, {"place": "Vị Thanh"}
    ),
    PublishForm: conflict_of_publishing,
    MovementForm: lambda c: conflict_of_movement("edit", c, scope="Tỉnh"),
    LaunchForm: lambda c: conflict_of_movement("launch", c, on="05/02/2023"),
    CloseForm: lambda c: conflict_of_movement("close", c, on="20/12/2023", results="Đạt."),
    ActivityForm: conflict_of_activity,
    PollForm: conflict_of_poll,
    DossierForm: conflict_of_dossier,
    CriterionForm: conflict_of_criterion,
    ScoreForm: conflict_of_score,
    CheckForm: conflict_of_check,
    AnswerForm: conflict_of_answers,
    DatesForm: lambda c: Conflict(
        c.secretary,
        "/emulation/2023/dates/",
        {"vote.from": "02/01/2023", "reason": "Dời."},
        {"vote.from": "03/01/2023", "reason": "Dời."},
    ),
    PaperForm: lambda c: Conflict(
        c.secretary, "/emulation/2023/pledges/signing/", {"legal_basis": "Tôi"}, {"legal_basis": "Khác"}
    ),
    FinalsForm: conflict_of_finals,
    StepForm: conflict_of_step,
    TieForm: conflict_of_ties,
    RingForm: conflict_of_ring,
    SelectionForm: conflict_of_selection,
    TargetsForm: conflict_of_targets,
    ChangeForm: conflict_of_target_change,
    DecideForm: conflict_of_decision,
    SignForm: conflict_of_signature,
    ReturnForm: lambda c: conflict_of_return("score", c),
    ReopenForm: conflict_of_scores_reopened,
    SettleForm: conflict_of_settling,
    UnlockForm: conflict_of_unlocking,
    RemovalForm: lambda c: conflict_of_removal("movement", c),
}  # fmt: skip
# Forms that serve two kinds of rows.
CONFLICTS_OF_OTHER_ROWS = {
    "pledge returned": (ReturnForm, lambda c: conflict_of_return("pledge", c)),
    "activity removed": (RemovalForm, lambda c: conflict_of_removal("activity", c)),
}
# Base classes, and forms for rows that do not exist yet. That of a merger: tests/provinces/mergers.
WITHOUT_CONFLICT = {OrganisationForm, RowForm, NewPeriodForm, PreviewedForm, MergerForm}

ADDS = "adds a row, or takes a step that the row's state allows once"
SEARCHES = "writes nothing"
OWN = "holds one officer's own input"
UNVERSIONED = {
    "RemarkForm": ADDS,
    "LoginForm": SEARCHES,
    "NewPasswordForm": OWN,
    "CriterionKindForm": SEARCHES,
    "HonoursForm": SEARCHES,
    "SiteSearchForm": SEARCHES,
    "ExploreForm": SEARCHES,
    "SaveForm": ADDS,
    "CooperativeSearchForm": SEARCHES,
    "BallotForm": OWN,
    "RegisterForm": "one number, entered anew whenever it changes",
    "NewYearForm": ADDS,
    "AccountsForm": "sent with a HandOverForm or MergerForm, which carries the version of both",
    "EvidenceForm": ADDS,
    "RecordForm": ADDS,
    "ClosingForm": ADDS,
    "emulation.pledges.pages.forms.AnswerForm": ADDS,
}


def form_data(form: forms.BaseForm) -> dict[str, Any]:
    """What a browser sends of the unchanged form."""
    data: dict[str, Any] = {}
    for name, field in form.fields.items():
        value = form[name].value()
        if isinstance(field, forms.FileField) or isinstance(value, UploadedFile):
            continue
        if isinstance(field, forms.BooleanField):
            data |= {name: "on"} if value else {}
            continue
        data[name] = "" if value is None else value
        if field.show_hidden_initial:
            data[form.add_initial_prefix(name)] = data[name]
    return data


@pytest.mark.parametrize(
    ("kind", "opened_by_two"),
    [*CONFLICTS.items(), *CONFLICTS_OF_OTHER_ROWS.values()],
    ids=[*(kind.__name__ for kind in CONFLICTS), *CONFLICTS_OF_OTHER_ROWS],
)
def test_old_page_overwrites_nothing(kind, opened_by_two, cast):
    conflict = opened_by_two(cast)
    client, action = cast.client_for(conflict.officer), conflict.action or conflict.page
    opened = client.get(conflict.page).context[conflict.name]
    assert type(opened) is kind
    old = form_data(opened) | conflict.button
    if callable(conflict.theirs):
        conflict.theirs()
    else:
        assert client.post(action, old | conflict.theirs).status_code == 302
    stored = str(client.get(conflict.page).context[conflict.name]["seen"].value())
    assert stored != str(old["seen"])

    without_version = {name: value for name, value in (old | conflict.mine).items() if name != "seen"}
    for data, sentence in zip((without_version, old | conflict.mine), conflict.sentences, strict=True):
        response = client.post(action, data)
        form = response.context[conflict.name]
        assert response.status_code == 409
        assert sentence in response.content.decode()
        assert {name: form[name].value() for name in conflict.mine} == conflict.mine, "the input stays"
        assert bool(differences(response)) == conflict.shows_sides
        assert str(client.get(conflict.page).context[conflict.name]["seen"].value()) == stored, (
            "nothing is written"
        )
    assert form["seen"].value() == stored
    assert client.post(action, form_data(form) | conflict.button | conflict.mine).status_code == 302


def all_forms(base: type) -> Iterator[type]:
    for form in base.__subclasses__():
        yield form
        yield from all_forms(form)


@pytest.fixture(scope="module")
def project_forms() -> set[type[forms.BaseForm]]:
    for app in ("provinces", "figures", "emulation", "reports"):
        package = importlib.import_module(app)
        for module in pkgutil.walk_packages(package.__path__, f"{app}."):
            if module.name.endswith("forms"):
                importlib.import_module(module.name)
    apps = ("provinces.", "figures.", "emulation.", "reports.")
    found = {form for form in all_forms(forms.BaseForm) if form.__module__.startswith(apps)}
    return {form for form in found if not form.__module__.endswith(".admin")}


def test_every_versioned_form_has_a_conflict(project_forms):
    assert {form for form in project_forms if issubclass(form, VersionedForm)} == set(
        CONFLICTS
    ) | WITHOUT_CONFLICT


def test_every_form_without_a_version_has_a_reason(project_forms):
    plain = {form for form in project_forms if not issubclass(form, VersionedForm)}
    without_reason = {
        form
        for form in plain
        if not {form.__name__, f"{form.__module__}.{form.__qualname__}"} & set(UNVERSIONED)
    }
    assert without_reason == set()


@dataclass
class Press:
    """A button that carries the version of what its page shows."""

    officer: Officer
    page: str
    action: str
    theirs: Callable[[], object]  # what somebody else writes first
    stored: Callable[[], object]  # what must not change by a refused press
    status: int = 409  # of a refused press; a redirect brings its sentence along


def poll_of(cast: Cast) -> Poll:
    provinces = list(cast.provinces.values())
    return make_poll(cast.contest, cast.secretary, provinces, make_leaders(cast.provinces))


def press_of_poll(step: str, cast: Cast) -> Press:
    page = f"/emulation/2023/votes/{poll_of(cast).pk}/"
    return Press(
        cast.secretary,
        page,
        f"{page}{step}/",
        lambda: Poll.objects.update(version=7, title="Của người khác"),
        lambda: list(Poll.objects.values()),
    )


def press_of_dossier(cast: Cast) -> Press:
    row = make_dossier(cast.contest, cast.province, cast.officer, make_certificate())
    page = f"/emulation/2023/dossiers/{row.pk}/"
    return Press(
        cast.officer,
        page,
        f"{page}delete/",
        lambda: Dossier.objects.update(version=7, achievements="Của người khác"),
        lambda: list(Dossier.objects.values()),
    )


def press_of_criterion(cast: Cast) -> Press:
    EmulationYear.objects.update(rules_locked_at=None)
    page = f"/emulation/2023/rules/{make_criterion(cast.contest).pk}/"
    return Press(
        cast.secretary,
        page,
        f"{page}delete/",
        lambda: Criterion.objects.update(label="Của người khác"),
        lambda: list(Criterion.objects.values()),
    )


def press_of_rules_lock(cast: Cast) -> Press:
    EmulationYear.objects.update(rules_locked_at=None)
    make_criterion(cast.contest, maximum=Decimal(100))
    return Press(
        cast.secretary,
        "/emulation/2023/rules/",
        "/emulation/2023/rules/lock/",
        lambda: Criterion.objects.update(label="Của người khác"),
        lambda: EmulationYear.objects.get().rules_locked_at,
    )


def press_of_ring(step: str, cast: Cast) -> Press:
    draw_checks(contest_year=cast.contest, by=cast.secretary)
    drawn = planned_ring(cast.contest)
    keys = list(drawn)
    other = {checker: keys[(n + 1) % len(keys)] for n, checker in enumerate(keys)}
    if other == drawn:
        other = {checked: checker for checker, checked in other.items()}
    return Press(
        cast.secretary,
        "/emulation/2023/checks/",
        f"/emulation/2023/checks/{step}/",
        lambda: set_checks(contest_year=cast.contest, ring=other, by=cast.head),
        lambda: list(Check.objects.order_by("checker").values_list("checker", "checked", "state")),
    )


def press_of_settling(cast: Cast) -> Press:
    row = make_criterion(cast.contest)
    for province in cast.provinces.values():
        make_final(row, province, cast.secretary, "4", "Họp xét.")
    return Press(
        cast.secretary,
        "/emulation/2023/results/",
        "/emulation/2023/results/settle/",
        lambda: FinalScore.objects.update(reason="Họp lại."),
        lambda: EmulationYear.objects.get().scores_settled_at,
        status=302,
    )


def press_of_score_sending(cast: Cast) -> Press:
    row = make_criterion(cast.contest)
    client, page = cast.client_for(cast.leader), "/emulation/2023/scores/hau-giang/"
    client.post(f"{page}{row.pk}/", {"points": "1", "reason": "Đủ.", "seen": "0"})
    return Press(
        cast.leader,
        page,
        f"{page}send/",
        lambda: ScoreSheet.objects.update(version=7),
        lambda: ScoreSheet.objects.get().state,
        status=302,
    )


def press_of_half_year(cast: Cast) -> Press:
    def lock_and_open() -> None:
        locking.lock_period(period=cast.period, by=cast.head)
        locking.open_period(period=cast.period, by=cast.head)

    return Press(
        cast.secretary,
        "/periods/2023-H1/",
        "/periods/2023-H1/lock/",
        lock_and_open,
        lambda: list(Period.objects.values("state", "state_changes")),
        status=302,
    )


def press_of_half_year_opening(cast: Cast) -> Press:
    Period.objects.update(state=Period.State.PLANNED)

    def open_and_lock() -> None:
        locking.open_period(period=cast.period, by=cast.head)
        locking.lock_period(period=cast.period, by=cast.head)

    press = press_of_half_year(cast)
    return dataclasses.replace(press, action="/periods/2023-H1/open/", theirs=open_and_lock)


def press_of_withdrawal(cast: Cast) -> Press:
    make_submission(cast.period, cast.province, state="submitted", submitted_by=cast.officer, version=1)
    return Press(
        cast.officer,
        "/entry/2023-H1/hau-giang/",
        "/entry/2023-H1/hau-giang/withdraw/",
        lambda: Submission.objects.update(version=7),
        lambda: Submission.objects.get().state,
        status=302,
    )


def press_of_saved_view(step: str, cast: Cast) -> Press:
    view = save_view(name="Vốn", query="m=ago", is_shared=True, by=cast.secretary)
    return Press(
        cast.secretary,
        "/explore/",
        f"/explore/views/{view.pk}/{step}",
        lambda: overwrite_view(view=view, query="m=index", seen=str(view.version), by=cast.head),
        lambda: list(SavedView.objects.values()),
        status=302,
    )


# By the address that is pressed.
PRESSES: dict[str, Callable[[Cast], Press]] = {
    "emulation:vote-open": lambda c: press_of_poll("open", c),
    "emulation:vote-delete": lambda c: press_of_poll("delete", c),
    "emulation:dossier-delete": press_of_dossier,
    "emulation:criterion-delete": press_of_criterion,
    "emulation:rules-lock": press_of_rules_lock,
    "emulation:checks-draw": lambda c: press_of_ring("draw", c),
    "emulation:checks-publish": lambda c: press_of_ring("publish", c),
    "emulation:scores-settle": press_of_settling,
    "emulation:score-send": press_of_score_sending,
    "figures:period-lock": press_of_half_year,
    "figures:period-open": press_of_half_year_opening,
    "figures:withdraw": press_of_withdrawal,
    "reports:explore-overwrite": lambda c: press_of_saved_view("", c),
    "reports:explore-delete": lambda c: press_of_saved_view("delete/", c),
}
UNVERSIONED_PRESSES = {
    "provinces:import-cancel": "drops a file that no one else works on; what was written stays",
    "emulation:rules-copy": "only into a year without criteria",
    "emulation:rules-load": "only into a year without criteria",
    "emulation:vote-again": "only of a void vote, which never changes",
    "figures:read-comments": "of comments, which never change",
}
# Deletions and returns that are no form of a class, nor a button.
UNVERSIONED_STEPS = {
    "emulation:evidence-remove": "of a file, which never changes",
}
# Walked by their forms, or where they are tested.
STEPS_OF_FORMS = {
    "emulation:movement-remove",
    "emulation:activity-remove",
    *(f"provinces:{kind}-row-remove" for kind in ("cooperative", "group", "union")),
    "emulation:score-return",
    "emulation:pledge-return",
    "figures:return",  # tests/figures/review/test_second_returns.py
}


@pytest.mark.parametrize("address", PRESSES)
def test_press_on_an_old_page_does_nothing(address, cast):
    press = PRESSES[address](cast)
    client = cast.client_for(press.officer)

    def seen() -> str:
        page = client.get(press.page).content.decode()
        form = re.search(rf'action="{press.action}".*?</form>', page, re.DOTALL)
        return re.search(r'name="seen" value="([^"]*)"', form[0])[1]

    old = seen()
    press.theirs()
    before = press.stored()
    for data in ({}, {"seen": old}, {"seen": "9" * 400}, {"seen": "x\x00"}):
        assert client.post(press.action, data).status_code == press.status
        assert press.stored() == before
    assert client.post(press.action, {"seen": seen()}).status_code == 302
    assert press.stored() != before


@dataclass
class Deletion:
    """A deletion from a page that was opened before a colleague saved."""

    officer: Officer
    colleague: Officer
    page: str  # with the button
    edit: str
    theirs: dict[str, str]  # what the colleague changes, and what the page of the refusal shows
    rows: type
    step: str = ""  # the button's address, if it is not the page's


def deletion_of_poll(cast: Cast) -> Deletion:
    page = f"/emulation/2023/votes/{poll_of(cast).pk}/"
    return Deletion(
        cast.secretary, cast.head, page, f"{page}edit/", {"title": "Của người khác"}, Poll, f"{page}delete/"
    )


def deletion_of_dossier(cast: Cast) -> Deletion:
    row = make_dossier(cast.contest, cast.province, cast.officer, make_certificate())
    page = f"/emulation/2023/dossiers/{row.pk}/"
    theirs = {"achievements": "Của người khác"}
    return Deletion(cast.officer, cast.leader, page, f"{page}edit/", theirs, Dossier, f"{page}delete/")


def deletion_of_criterion(cast: Cast) -> Deletion:
    EmulationYear.objects.update(rules_locked_at=None)
    page = f"/emulation/2023/rules/{make_criterion(cast.contest).pk}/"
    theirs = {"label": "Của người khác"}
    return Deletion(cast.secretary, cast.head, page, page, theirs, Criterion, f"{page}delete/")


def deletion_of_movement(cast: Cast) -> Deletion:
    page = f"/emulation/2023/movements/{make_movement(cast.contest, cast.officer, cast.province).pk}/"
    theirs = {"scope": "Của người khác"}
    return Deletion(cast.officer, cast.leader, f"{page}remove/", f"{page}edit/", theirs, Movement)


def deletion_of_activity(cast: Cast) -> Deletion:
    movement = make_launched(cast.contest, cast.officer, cast.province)
    row = make_activity(movement, cast.province, cast.officer, dt.date(2023, 3, 1))
    page = f"/emulation/2023/movements/{movement.pk}/activities/{row.pk}/"
    theirs = {"what": "Của người khác"}
    return Deletion(cast.officer, cast.leader, f"{page}remove/", f"{page}edit/", theirs, Activity)


@pytest.mark.parametrize(
    "delete",
    [
        deletion_of_poll,
        deletion_of_dossier,
        deletion_of_criterion,
        deletion_of_movement,
        deletion_of_activity,
    ],
)
def test_refused_deletion_says_who_saved_when_and_what_is_stored(delete, cast):
    deletion = delete(cast)
    client, colleague = cast.client_for(deletion.officer), cast.client_for(deletion.colleague)
    action = deletion.step or deletion.page

    def seen_in(page: str) -> str:
        form = re.search(rf'action="{deletion.step}".*?</form>', page, re.DOTALL) if deletion.step else [page]
        return re.search(r'name="seen" value="([^"]*)"', form[0])[1]

    old = seen_in(client.get(deletion.page).content.decode())
    form = colleague.get(deletion.edit).context["form"]
    assert colleague.post(deletion.edit, form_data(form) | deletion.theirs).status_code == 302

    refused = client.post(action, {"seen": old})
    page = " ".join(refused.content.decode().split())
    assert refused.status_code == 409
    today = format_date(timezone.localdate())
    assert re.search(rf"\({re.escape(escape(deletion.colleague.title))}, lúc \d\d:\d\d ngày {today}\)", page)
    assert "Của người khác" in page, "what is stored"
    assert deletion.rows.objects.count() == 1
    assert client.post(action, {"seen": seen_in(refused.content.decode())}).status_code == 302
    assert not deletion.rows.objects.exists()


def test_every_button_carries_the_version_of_what_it_is_about():
    """Or has a reason not to."""
    versioned, plain = set(), set()
    for template in Path("templates").rglob("*.html"):
        for tag in re.findall(r"{% post_button [^%]*(?:%[^}][^%]*)*%}", template.read_text()):
            (versioned if " version=" in tag else plain).add(re.search(r'"([^"]*)"', tag)[1])
    assert versioned == set(PRESSES)
    assert plain == set(UNVERSIONED_PRESSES)


def test_every_deletion_and_return_is_walked():
    verbs = ("-delete", "-remove", "-return", "-draw")
    steps = {url.name for url in TABLE if url.name.endswith(verbs) or url.name == "figures:return"}
    assert steps - set(PRESSES) == set(UNVERSIONED_STEPS) | STEPS_OF_FORMS
