"""Every form that changes what is stored: sent without its version or from an old page, it writes nothing."""

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

from emulation.awards.pages.forms import DossierForm
from emulation.council.forms import FinalsForm
from emulation.criteria.forms import CriterionForm
from emulation.cross_checks.forms import AnswerForm, CheckForm
from emulation.cross_checks.models import Check
from emulation.movements.forms import ActivityForm, CloseForm, LaunchForm, MovementForm
from emulation.movements.models import Movement
from emulation.pledges.models import Pledge
from emulation.pledges.pages.forms import ChangeForm, PaperForm, TargetsForm
from emulation.self_scores.forms import ScoreForm
from emulation.votes.forms import PollForm
from emulation.year.forms import DatesForm
from emulation.year.models import EmulationYear
from figures.catalogue.models import Indicator
from figures.periods.forms import NewPeriodForm, PeriodForm
from figures.periods.models import Period
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
    """The scene in which every form has something to change."""

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
class Walk:
    """One form, as two people open it.

    Attributes:
        who: who sends it.
        page: where the form stands.
        mine: what they type into it.
        theirs: what the other one sends first, or does otherwise.
        to: where it is sent, if not to its page.
        name: of the form in the page's context.
        shows_sides: whether its boxes show stored values, so that both sides can be compared.
    """

    who: Officer
    page: str
    mine: dict[str, Any]
    theirs: dict[str, Any] | Callable[[], object]
    to: str = ""
    name: str = "form"
    shows_sides: bool = True


def of_organisation(row: Organisation, kind: str, cast: Cast) -> Walk:
    page = reverse(f"provinces:{kind}-edit", args=[row.pk])
    return Walk(cast.officer, page, {"name": "Tên của tôi"}, {"name": "Tên của người khác"})


def of_ending(cast: Cast) -> Walk:
    row = make_cooperative(cast.province, cast.officer)
    page = reverse("provinces:cooperative-end", args=[row.pk])
    mine = {"ended_on": "30/6/2023", "ended_how": "dissolved"}
    return Walk(cast.officer, page, mine, row.save)


def of_reopening(cast: Cast) -> Walk:
    accepted = make_reported(cast.period, cast.province, cast.secretary, RIGHT)
    until = timezone.localdate() + dt.timedelta(days=7)
    return Walk(
        cast.secretary,
        reverse("reports:reopen", args=["2023-H1", "hau-giang"]),
        {"reason": "Sửa số HTX.", "until": f"{until:%d/%m/%Y}"},
        lambda: Submission.objects.filter(pk=accepted.pk).update(version=accepted.version + 1),
        shows_sides=False,
    )


def of_publishing(cast: Cast) -> Walk:
    make_reported(cast.period, cast.province, cast.secretary, RIGHT)
    return Walk(
        cast.head,
        reverse("reports:conference", args=["2023-H1"]),
        {"number": "5", "signed_on": "05/7/2023"},
        lambda: save_conference(
            period=cast.period, texts={"place": "Rạch Giá"}, seen=None, by=cast.secretary
        ),
        to=reverse("reports:conference-publish", args=["2023-H1"]),
        name="publish_form",
        shows_sides=False,
    )


def of_movement(step: str, cast: Cast, **mine: str) -> Walk:
    make = make_launched if step == "close" else make_movement
    row = make(cast.contest, cast.officer, cast.province)
    return Walk(
        cast.officer,
        f"/emulation/2023/movements/{row.pk}/{step}/",
        mine,
        {"scope": "Huyện"} if step == "edit" else lambda: Movement.objects.update(version=2),
        shows_sides=step == "edit",
    )


def of_activity(cast: Cast) -> Walk:
    movement = make_launched(cast.contest, cast.officer, cast.province)
    row = make_activity(movement, cast.province, cast.officer, dt.date(2023, 3, 1))
    page = f"/emulation/2023/movements/{movement.pk}/activities/{row.pk}/edit/"
    return Walk(cast.officer, page, {"what": "Của tôi"}, {"what": "Của người khác"})


def of_poll(cast: Cast) -> Walk:
    leaders = make_leaders(cast.provinces)
    row = make_poll(cast.contest, cast.secretary, list(cast.provinces.values()), leaders)
    page = f"/emulation/2023/votes/{row.pk}/edit/"
    return Walk(cast.secretary, page, {"title": "Của tôi"}, {"title": "Của người khác", "names": "HTX A"})


def of_dossier(cast: Cast) -> Walk:
    row = make_dossier(cast.contest, cast.province, cast.officer, make_certificate())
    page = reverse("emulation:dossier-edit", args=[2023, row.pk])
    return Walk(cast.officer, page, {"achievements": "Của tôi"}, {"achievements": "Của người khác"})


def of_criterion(cast: Cast) -> Walk:
    EmulationYear.objects.update(rules_locked_at=None)
    row = make_criterion(
        cast.contest,
        kind="banded",
        numerator=cast.catalogue["coop.new"],
        denominator=cast.catalogue["coop.total"],
        bands=[(Decimal(0), Decimal(5))],
    )
    page = reverse("emulation:criterion-edit", args=[2023, row.pk])
    return Walk(cast.secretary, page, {"label": "Của tôi"}, {"band0.points": "6"})


def of_score(cast: Cast) -> Walk:
    row = make_criterion(cast.contest)
    page = f"/emulation/2023/scores/hau-giang/{row.pk}/"
    first = {"points": "1", "reason": "Đã lưu.", "seen": "0"}
    assert cast.client_for(cast.leader).post(page, first).status_code == 302
    return Walk(cast.officer, page, {"points": "2,5"}, {"points": "3", "reason": "Của người khác"})


def of_check(cast: Cast) -> Walk:
    row = make_criterion(cast.contest)
    open_checking(cast.contest)
    make_checks(cast.contest)
    checked = Check.objects.get(checker=cast.province).checked
    make_claimed(cast.contest, checked, cast.leader, {row: "5"})
    page = reverse("emulation:check", args=[2023, checked.slug])
    return Walk(cast.officer, page, {f"points-{row.pk}": "4"}, {f"points-{row.pk}": "6"})


def of_finals(cast: Cast) -> Walk:
    row = make_criterion(cast.contest)
    page = "/emulation/2023/results/hau-giang/finals/"
    return Walk(cast.secretary, page, {f"points.{row.pk}": "4"}, {f"points.{row.pk}": "6"})


def of_targets(cast: Cast) -> Walk:
    make_pledge(cast.contest, cast.province, cast.officer, {"coop.new": 20})
    return Walk(cast.officer, "/emulation/2023/pledges/hau-giang/", {"coop.new": "1.500"}, {"coop.new": "25"})


def of_target_change(cast: Cast) -> Walk:
    make_pledge(cast.contest, cast.province, cast.officer, {"coop.new": 20}, "signed")
    return Walk(
        cast.secretary,
        "/emulation/2023/pledges/hau-giang/",
        {"indicator": "coop.new", "value": "15", "reason": "Hạn mặn."},
        lambda: Pledge.objects.update(version=2),
        to="/emulation/2023/pledges/hau-giang/change/",
        name="change_form",
        shows_sides=False,
    )


def of_answers(cast: Cast) -> Walk:
    row = make_criterion(cast.contest)
    open_checking(cast.contest, answers=True)
    make_checks(cast.contest)
    make_claimed(cast.contest, cast.province, cast.leader, {row: "5"})
    make_sent(Check.objects.get(checker=cast.province), cast.officer, {})
    make_sent(Check.objects.get(checked=cast.province), cast.officer, {row: "4"})
    name = f"answer-{row.pk}"
    return Walk(
        cast.officer,
        reverse("emulation:check", args=[2023, "hau-giang"]),
        {name: "Của tôi"},
        {name: "Của người khác"},
        to=reverse("emulation:check-answer", args=[2023, "hau-giang"]),
    )


WALKS: dict[type[VersionedForm], Callable[[Cast], Walk]] = {
    CooperativeForm: lambda c: of_organisation(make_cooperative(c.province, c.officer), "cooperative", c),
    CooperativeGroupForm: lambda c: of_organisation(make_group(c.province, c.officer), "group", c),
    CooperativeUnionForm: lambda c: of_organisation(make_union(c.province, c.officer), "union", c),
    EndForm: of_ending,
    PeriodForm: lambda c: Walk(
        c.secretary, "/periods/2023-H1/", {"due_on": "06/7/2023"}, {"legal_basis": "Quyết định 5"}
    ),
    ReopenForm: of_reopening,
    ConferenceForm: lambda c: Walk(
        c.secretary, "/conference/2023-H1/", {"place": "Rạch Giá"}, {"place": "Vị Thanh"}
    ),
    PublishForm: of_publishing,
    MovementForm: lambda c: of_movement("edit", c, scope="Tỉnh"),
    LaunchForm: lambda c: of_movement("launch", c, on="05/02/2023"),
    CloseForm: lambda c: of_movement("close", c, on="20/12/2023", results="Đạt."),
    ActivityForm: of_activity,
    PollForm: of_poll,
    DossierForm: of_dossier,
    CriterionForm: of_criterion,
    ScoreForm: of_score,
    CheckForm: of_check,
    AnswerForm: of_answers,
    DatesForm: lambda c: Walk(
        c.secretary, "/emulation/2023/dates/", {"vote.from": "02/01/2023"}, {"vote.from": "03/01/2023"}
    ),
    PaperForm: lambda c: Walk(
        c.secretary, "/emulation/2023/pledges/signing/", {"legal_basis": "Tôi"}, {"legal_basis": "Khác"}
    ),
    FinalsForm: of_finals,
    TargetsForm: of_targets,
    ChangeForm: of_target_change,
}  # fmt: skip
# What others build upon, and a half-year that is not there yet.
NO_WALK = {OrganisationForm, NewPeriodForm}

ADDS = "adds a row, or takes a step that the row's state allows once"
ASKS = "asks, and writes nothing"
OWN = "says what one officer says for themselves"
WHOLE = "written as a whole by who runs the year, a few times a year; the last one counts"
UNVERSIONED = {
    "LoginForm": ASKS,
    "NewPasswordForm": OWN,
    "CriterionKindForm": ASKS,
    "HonoursForm": ASKS,
    "BallotForm": OWN,
    "RegisterForm": "one number, said again as often as it changes",
    "NewYearForm": ADDS,
    "EvidenceForm": ADDS,
    "StepForm": ADDS,
    "ReturnForm": ADDS,
    "UnlockForm": ADDS,
    "SignForm": ADDS,
    "RecordForm": ADDS,
    "ClosingForm": ADDS,
    "emulation.council.forms.ReopenForm": ADDS,
    "SelectionForm": WHOLE,
    "TieForm": WHOLE,
    "RingForm": WHOLE,
    "PublishedForm": "each box carries what it held, and only those that were changed are written",
}


def sent_by(form: forms.BaseForm) -> dict[str, Any]:
    """What a browser sends of the form as it stands."""
    sent: dict[str, Any] = {}
    for name, one in form.fields.items():
        value = form[name].value()
        if isinstance(one, forms.FileField) or isinstance(value, UploadedFile):
            continue
        if isinstance(one, forms.BooleanField):
            sent |= {name: "on"} if value else {}
            continue
        sent[name] = "" if value is None else value
        if one.show_hidden_initial:
            sent[form.add_initial_prefix(name)] = sent[name]
    return sent


@pytest.mark.parametrize("kind", WALKS, ids=lambda kind: kind.__name__)
def test_nothing_is_overwritten_unseen(kind, cast):
    walk = WALKS[kind](cast)
    client, to = cast.client_for(walk.who), walk.to or walk.page
    opened = client.get(walk.page).context[walk.name]
    assert type(opened) is kind
    old = sent_by(opened)
    if callable(walk.theirs):
        walk.theirs()
    else:
        assert client.post(to, old | walk.theirs).status_code == 302
    stored = str(client.get(walk.page).context[walk.name]["seen"].value())
    assert stored != str(old["seen"])

    without = {name: value for name, value in (old | walk.mine).items() if name != "seen"}
    for sent, said in (
        (without, "không cho biết dựa trên bản nào"),
        (old | walk.mine, "lưu từ một trang khác"),
    ):
        answer = client.post(to, sent)
        form = answer.context[walk.name]
        assert answer.status_code == 409
        assert said in answer.content.decode()
        assert {name: form[name].value() for name in walk.mine} == walk.mine, "what was typed stays"
        assert bool(differences(answer)) == walk.shows_sides
        assert str(client.get(walk.page).context[walk.name]["seen"].value()) == stored, "nothing is written"
    assert form["seen"].value() == stored
    assert client.post(to, sent_by(form) | walk.mine).status_code == 302


def all_forms(base: type) -> Iterator[type]:
    for one in base.__subclasses__():
        yield one
        yield from all_forms(one)


@pytest.fixture(scope="module")
def project_forms() -> set[type[forms.BaseForm]]:
    """Every form class of the project."""
    for app in ("provinces", "figures", "emulation", "reports"):
        package = importlib.import_module(app)
        for module in pkgutil.walk_packages(package.__path__, f"{app}."):
            if module.name.endswith("forms"):
                importlib.import_module(module.name)
    apps = ("provinces.", "figures.", "emulation.", "reports.")
    return {form for form in all_forms(forms.BaseForm) if form.__module__.startswith(apps)}


def test_every_versioned_form_is_walked(project_forms):
    assert {form for form in project_forms if issubclass(form, VersionedForm)} == set(WALKS) | NO_WALK


def test_every_form_without_a_version_has_a_reason(project_forms):
    plain = {
        form
        for form in project_forms
        if not issubclass(form, VersionedForm) and not form.__module__.endswith(".admin")
    }
    unnamed = {
        form
        for form in plain
        if not {form.__name__, f"{form.__module__}.{form.__qualname__}"} & set(UNVERSIONED)
    }
    assert unnamed == set()


@pytest.mark.parametrize("seen", [{}, {"seen": ""}, {"seen": "9" * 400}, {"seen": "x\x00"}])
def test_a_step_from_a_page_that_showed_something_else_is_refused(seen, cast):
    poll = make_poll(
        cast.contest, cast.secretary, list(cast.provinces.values()), make_leaders(cast.provinces)
    )
    assert (
        cast.client_for(cast.secretary).post(f"/emulation/2023/votes/{poll.pk}/open/", seen).status_code
        == 409
    )
    poll.refresh_from_db()
    assert poll.is_draft
