"""A cell that a register counts too: take the count over, or explain the difference."""

import datetime as dt
from decimal import Decimal

import pytest

from emulation.awards.models import Dossier
from emulation.awards.title_models import Title
from emulation.movements.models import Registration
from figures.catalogue.models import Indicator
from figures.sheet.loading import load_sheet
from figures.validation.findings import Severity
from provinces.register.models import CooperativeUnion
from tests.emulation.factories import make_year
from tests.emulation.movements.movement_rows import make_movement
from tests.factories import join_union, make_cooperative
from tests.figures.factories import give_explanation, make_catalogue, make_period, make_reported

pytestmark = pytest.mark.postgresql

ENTRY = "/entry/2023-H1/hau-giang/"
COUNTS = {
    "emulation.movements": 2,
    "emulation.registrations": 12,
    "emulation.awards": 1,
    "union.member_coops": 3,
}


@pytest.fixture
def counted(cluster, hau_giang, can_tho, officer_hg, leader_hg, officer_ct):
    """Two movements launched, twelve units registered, one award, and three members of a union."""
    section = make_catalogue()["union.total"].section
    for position, code in enumerate(list(COUNTS)[:3], 90):  # the catalogue has the members of unions
        Indicator.objects.create(
            section=section, code=code, label=code, unit="…", kind=Indicator.Kind.FLOW, position=position
        )
    contest = make_year(cluster, 2023)
    for name, launched_on, province in (
        ("Một", "2023-01-20", hau_giang),
        ("Hai", "2023-06-30", hau_giang),
        ("Sau kỳ", "2023-07-01", hau_giang),
        ("Tỉnh khác", "2023-02-01", can_tho),
    ):
        movement = make_movement(
            contest, leader_hg, province, name=name, state="launched", launched_on=launched_on
        )
        Registration.objects.create(
            movement=movement,
            province=hau_giang,
            units=4 if launched_on < "2023-07" else 9,
            registered_by=officer_hg,
            registered_at=f"{launched_on}T05:00:00Z",
        )
    title = Title.objects.create(name="Bằng khen")
    title.kinds.create(kind="person")
    for name, decided_on in (("An", "2023-05-01"), ("Bình", "2023-08-01")):
        Dossier.objects.create(
            year=contest,
            province=hau_giang,
            title=title,
            kind="person",
            name=name,
            state="awarded",
            decision_number="12/QĐ",
            decided_on=decided_on,
        )
    coops = [make_cooperative(hau_giang, officer_hg, f"HTX {n}", founded_on=None) for n in range(3)]
    for name in ("LH HTX Một", "LH HTX Hai"):
        union = CooperativeUnion.objects.create(
            province=hau_giang, name=name, sector="agriculture", changed_by=officer_hg
        )
        for coop in coops:
            join_union(coop, union)
    return make_period(cluster, "2023-H1")


def finding(submission, code: str):
    row = next(row for row in load_sheet(submission).rows if row.indicator.code == code)
    found = [finding for finding in row.findings if finding.rule == "register"]
    return found[0] if found else None


@pytest.mark.parametrize(("code", "count"), list(COUNTS.items()))
def test_difference_from_the_register_is_asked_with_its_count(code, count, counted, hau_giang, officer_hg):
    submission = make_reported(counted, hau_giang, officer_hg, {code: "5"}, "draft")
    asked = finding(submission, code)
    assert (asked.severity, asked.readings, asked.is_blocking) == (Severity.SOFT, (Decimal(count),), True)
    assert f"có {count}," in asked.message


@pytest.mark.parametrize(("code", "count"), list(COUNTS.items()))
def test_count_that_was_taken_over_is_not_asked(code, count, counted, hau_giang, officer_hg):
    submission = make_reported(counted, hau_giang, officer_hg, {code: str(count)}, "draft")
    assert finding(submission, code) is None


def test_explained_difference_does_not_block_and_acceptance_shows_it(
    counted, hau_giang, officer_hg, secretary, client_for
):
    submission = make_reported(counted, hau_giang, officer_hg, {"emulation.movements": "5"}, "approved")
    give_explanation(submission, "emulation.movements", "Ba phong trào của huyện.", "register")
    assert not finding(submission, "emulation.movements").is_blocking
    page = client_for(secretary).get("/review/2023-H1/hau-giang/").content.decode()
    assert "Đã nhập 5; danh sách phong trào có 2, ít hơn 3." in page
    assert "Ba phong trào của huyện." in page


def test_form_shows_the_count_beside_a_blank_cell_and_offers_it(counted, hau_giang, officer_hg, client_for):
    counted.state = "open"
    counted.opens_on, today = dt.date(2023, 1, 1), dt.date(2999, 1, 1)
    counted.due_on = counted.closes_on = counted.corrections_until = today
    counted.save()
    page = client_for(officer_hg).get(ENTRY).content.decode()
    row = page.split('id="emulation-registrations-follows"')[1].split("</tr>")[0]
    assert "Đăng ký tham gia phong trào</a>:" in row
    assert 'data-write="12"' in row


def test_registration_without_its_units_is_not_counted(counted, hau_giang, officer_hg):
    Registration.objects.filter(movement__name="Một").update(units=None)
    submission = make_reported(counted, hau_giang, officer_hg, {"emulation.registrations": "5"}, "draft")
    assert finding(submission, "emulation.registrations") is None


def test_without_a_contest_or_a_register_nothing_is_asked(cluster, hau_giang, officer_hg):
    section = make_catalogue()["union.total"].section
    for position, code in enumerate(list(COUNTS)[:3], 90):  # the catalogue has the members of unions
        Indicator.objects.create(
            section=section, code=code, label=code, unit="…", kind=Indicator.Kind.FLOW, position=position
        )
    cells = dict.fromkeys(COUNTS, "5")
    submission = make_reported(make_period(cluster, "2023-H1"), hau_giang, officer_hg, cells, "draft")
    assert not any(finding(submission, code) for code in COUNTS)
