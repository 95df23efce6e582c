"""Every form that edits: sent without a version or from an old page, it writes nothing.

The pages of the administration: `tests/test_administration_conflicts.py`.
"""

import dataclasses
import datetime as dt
import importlib
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from emulation.awards.models import Dossier
from emulation.awards.pages.forms import DossierForm, StepForm
from emulation.council.forms import FinalsForm, TieForm
from emulation.criteria.forms import CriterionForm
from emulation.cross_checks.forms import AnswerForm, CheckForm, RingForm
from emulation.cross_checks.models import Check
from emulation.movements.forms import ActivityForm, CloseForm, LaunchForm, MovementForm
from emulation.movements.models import Movement
from emulation.pledges.models import Pledge, Signing
from emulation.pledges.pages.forms import ChangeForm, PaperForm, SelectionForm, SignForm, TargetsForm
from emulation.self_scores.forms import ScoreForm
from emulation.votes.forms import PollForm
from emulation.year.forms import DatesForm
from emulation.year.models import EmulationYear
from figures.catalogue.models import Indicator
from figures.periods.forms import NewPeriodForm, PeriodForm
from figures.periods.models import Period
from figures.published.forms import PublishedForm
from figures.submissions.models import Submission
from figures.workflow.forms import ReopenForm
from provinces.accounts.models import Officer
from provinces.clusters.models import Province
from provinces.register.forms import (
    CooperativeForm,
    CooperativeGroupForm,
    CooperativeUnionForm,
    EndForm,
    OrganisationForm,
)
from provinces.register.models import Organisation
from reports.conference.publication.forms import ConferenceForm, PublishForm
from reports.conference.publication.services import save_conference
from tests.conflicts import differences
from tests.emulation.awards.dossier_rows import make_certificate, make_dossier
from tests.emulation.cross_checks.check_rows import make_checks, make_claimed, make_sent, open_checking
from tests.emulation.factories import make_criterion, make_pledge, make_year
from tests.emulation.movements.movement_rows import make_activity, make_launched, make_movement
from tests.emulation.votes.polls import make_leaders, make_poll
from tests.factories import make_cooperative, make_group, make_union
from tests.figures.factories import make_catalogue, make_period, make_reported
from tests.reports.conference.test_conference_services import RIGHT
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


def conflict_of_ending(cast: Cast) -> Conflict:
    row = make_cooperative(cast.province, cast.officer)
    page = reverse("provinces:cooperative-end", args=[row.pk])
    mine = {"ended_on": "30/6/2023", "ended_how": "dissolved"}
    return Conflict(cast.officer, page, mine, row.save)


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


CONFLICTS: dict[type[VersionedForm], Callable[[Cast], Conflict]] = {
    CooperativeForm: lambda c: conflict_of_organisation(
        make_cooperative(c.province, c.officer), "cooperative", c
    ),
    CooperativeGroupForm: lambda c: conflict_of_organisation(make_group(c.province, c.officer), "group", c),
    CooperativeUnionForm: lambda c: conflict_of_organisation(make_union(c.province, c.officer), "union", c),
    EndForm: conflict_of_ending,
    PeriodForm: lambda c: Conflict(
        c.secretary, "/periods/2023-H1/", {"due_on": "06/7/2023"}, {"legal_basis": "Quyết định 5"}
    ),
    PublishedForm: lambda c: Conflict(
        c.secretary,
        "/periods/2023-H1/published/",
        {"coop.total": "2.110"},
        {"coop.total": "2.109", "source": "Hội nghị"},
    ),
    ReopenForm: conflict_of_reopening,
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
    SignForm: conflict_of_signature,
}  # fmt: skip
# A base class, and a form for a row that does not exist yet.
WITHOUT_CONFLICT = {OrganisationForm, NewPeriodForm}

ADDS = "adds a row, or takes a step that the row's state allows once"
SEARCHES = "writes nothing"
OWN = "holds one officer's own input"
UNVERSIONED = {
    "LoginForm": SEARCHES,
    "NewPasswordForm": OWN,
    "CriterionKindForm": SEARCHES,
    "HonoursForm": SEARCHES,
    "BallotForm": OWN,
    "RegisterForm": "one number, entered anew whenever it changes",
    "NewYearForm": ADDS,
    "EvidenceForm": ADDS,
    "ReturnForm": ADDS,
    "UnlockForm": ADDS,
    "RecordForm": ADDS,
    "ClosingForm": ADDS,
    "emulation.council.forms.ReopenForm": ADDS,
    "SettleForm": ADDS,
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


@pytest.mark.parametrize("kind", CONFLICTS, ids=lambda kind: kind.__name__)
def test_old_page_overwrites_nothing(kind, cast):
    conflict = CONFLICTS[kind](cast)
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


@pytest.mark.parametrize("seen", [{}, {"seen": ""}, {"seen": "9" * 400}, {"seen": "x\x00"}])
def test_step_from_an_old_page_is_refused(seen, cast):
    poll = make_poll(
        cast.contest, cast.secretary, list(cast.provinces.values()), make_leaders(cast.provinces)
    )
    assert (
        cast.client_for(cast.secretary).post(f"/emulation/2023/votes/{poll.pk}/open/", seen).status_code
        == 409
    )
    poll.refresh_from_db()
    assert poll.is_draft
