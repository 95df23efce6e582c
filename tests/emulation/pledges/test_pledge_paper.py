"""The paper of the pledges: the same for all its readers, and unchanged after the signing."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from emulation.movements import services as movements_services
from emulation.movements.models import Movement
from emulation.pledges import services as pledges_services
from emulation.pledges import signing
from emulation.pledges.default_texts import COMMITMENTS
from emulation.pledges.models import Signing
from emulation.pledges.movement_models import PledgedMovement
from emulation.year.models import EmulationYear
from provinces.accounts.models import Officer
from provinces.clusters.models import Province
from tests.emulation.factories import make_pledge, make_year
from tests.emulation.movements.movement_rows import make_movement
from tests.figures.factories import make_catalogue
from tests.papers.pdf_measure import find, open_pdf, words
from web.refusals import RefusedError

PAPER = "/emulation/2023/pledges/pledge.pdf"
PAGE = "/emulation/2023/pledges/hau-giang/"
SIGNING = "/emulation/2023/pledges/signing/"
TARGETS = {"coop.new": Decimal(20)}


@pytest.fixture
def contest(cluster, provinces) -> EmulationYear:
    contest_year = make_year(cluster, 2023)
    contest_year.deadlines.update(due_on=dt.date(2999, 12, 31))
    contest_year.pledged_indicators.create(indicator=make_catalogue()["coop.new"])
    return contest_year


@pytest.fixture
def planned(contest, hau_giang, officer_hg) -> Movement:
    return make_movement(contest, officer_hg, province=hau_giang, name="Chuyển đổi số trong HTX")


def send_all(contest: EmulationYear, provinces: dict[str, Province], by: Officer) -> None:
    """Send Hậu Giang's pledge through the service; create the others as sent."""
    for slug, province in provinces.items():
        if slug != "hau-giang":
            make_pledge(contest, province, by, TARGETS, "sent")
    hau_giang = provinces["hau-giang"]
    pledges_services.save_targets(contest_year=contest, province=hau_giang, targets=TARGETS, seen=0, by=by)
    pledges_services.send_pledge(contest_year=contest, province=hau_giang, by=by)


def record_signing(contest: EmulationYear, provinces: dict[str, Province], by: Officer) -> None:
    signing.record_signing(
        contest_year=contest,
        held_on=dt.date(2023, 1, 12),
        place="Rạch Giá",
        signers={slug: f"Lãnh đạo {slug}" for slug in provinces},
        by=by,
    )


@pytest.fixture
def signed(contest, planned, provinces, leader_hg, secretary) -> EmulationYear:
    """All have signed at the conference; Hậu Giang and the cluster each named a movement."""
    make_movement(contest, secretary, name="Mỗi tỉnh một mô hình")
    send_all(contest, provinces, leader_hg)
    record_signing(contest, provinces, secretary)
    return contest


def test_every_reader_gets_the_same_paper(
    signed, client_for, secretary, officer_ct, officer_hg, observer, head
):
    papers = {
        client_for(officer).get(PAPER).content
        for officer in (secretary, officer_ct, officer_hg, observer, head)
    }
    assert len(papers) == 1
    text = words(papers.pop())
    assert "Toàn Cụm: “Mỗi tỉnh một mô hình”, từ 01/01/2023 đến 31/12/2023; " in text
    assert "Hậu Giang: “Chuyển đổi số trong HTX”, từ 01/01/2023 đến 31/12/2023." in text


def test_paper_does_not_change_when_movements_do(
    signed, planned, client_for, officer_ct, officer_hg, hau_giang
):
    before = client_for(officer_ct).get(PAPER).content
    make_movement(signed, officer_hg, province=hau_giang, name="Nghĩ ra sau")
    Movement.objects.filter(pk=planned.pk).update(name="Tên khác")
    assert client_for(officer_ct).get(PAPER).content == before
    movements_services.remove_movement(movement=planned, by=officer_hg)
    assert client_for(officer_ct).get(PAPER).content == before
    page = client_for(officer_ct).get(PAGE).content.decode()
    assert "Chuyển đổi số trong HTX" in page
    assert "Nghĩ ra sau" not in page


def test_paper_has_the_default_commitments_if_nobody_wrote_any(signed, client_for, officer_hg):
    text = words(client_for(officer_hg).get(PAPER).content)
    assert all(line.rstrip(".") in text for line in COMMITMENTS)
    assert Signing.objects.get().commitments == "\n".join(COMMITMENTS)


def test_texts_cannot_change_once_somebody_signed(signed, client_for, secretary):
    with pytest.raises(RefusedError, match="Đã có đơn vị ký"):
        signing.save_signing(contest_year=signed, legal_basis="Khác.", commitments="Khác.", by=secretary)
    response = client_for(secretary).post(SIGNING, {"legal_basis": "", "commitments": "Khác."})
    assert "không sửa được nữa" in response.content.decode()
    unchanged = {"legal_basis": "", "commitments": "\r\n".join(COMMITMENTS)}
    # A second click changes nothing.
    assert client_for(secretary).post(SIGNING, unchanged).status_code == 302


def test_paper_lists_targets_changed_after_the_signing(signed, client_for, officer_ct, leader_hg, secretary):
    pledge = signed.pledges.get(province__slug="hau-giang")
    change = signing.propose_change(
        pledge=pledge,
        indicator=pledge.targets.get().indicator,
        value=Decimal(15),
        reason="Hạn\nmặn.",
        seen=pledge.version,
        by=secretary,
    )
    reader = client_for(officer_ct)
    assert "Điều chỉnh sau khi ký" not in words(reader.get(PAPER).content)
    signing.answer_change(change=change, is_agreed=True, by=leader_hg)
    text = words(reader.get(PAPER).content)
    assert "Điều chỉnh sau khi ký: - Hậu Giang, HTX thành lập mới: 20 thành 15, ngày" in text
    assert "lý do: Hạn mặn." in text


def test_returned_pledge_names_the_movements_planned_when_it_is_sent_again(
    contest, planned, provinces, leader_hg, secretary, client_for
):
    send_all(contest, provinces, leader_hg)
    hau_giang = provinces["hau-giang"]
    make_movement(contest, leader_hg, province=hau_giang, name="Nghĩ ra sau")
    assert "Nghĩ ra sau" not in client_for(secretary).get(PAGE).content.decode()
    pledges_services.return_pledge(
        contest_year=contest, province=hau_giang, reason="Thiếu phong trào.", by=secretary
    )
    assert "Nghĩ ra sau" in client_for(leader_hg).get(PAGE).content.decode()
    pledges_services.send_pledge(contest_year=contest, province=hau_giang, by=leader_hg)
    assert [row.name for row in PledgedMovement.objects.all()] == ["Chuyển đổi số trong HTX", "Nghĩ ra sau"]


def test_cluster_s_movements_are_fixed_when_signing_opens(
    contest, provinces, leader_hg, head, secretary, client_for
):
    make_movement(contest, secretary, name="Mỗi tỉnh một mô hình")
    send_all(contest, provinces, leader_hg)
    assert "Mỗi tỉnh một mô hình" not in words(client_for(leader_hg).get(PAPER).content)
    signing.open_signing(contest_year=contest, by=head)
    make_movement(contest, secretary, name="Nghĩ ra sau")
    record_signing(contest, provinces, secretary)
    text = words(client_for(leader_hg).get(PAPER).content)
    assert "Mỗi tỉnh một mô hình" in text
    assert "Nghĩ ra sau" not in text


def test_recipients_are_at_the_left_of_the_seventh_signatory(signed, client_for, secretary):
    with open_pdf(client_for(secretary).get(PAPER).content) as paper:
        page = next(page for page in paper.pages if "Nơi nhận:" in page.extract_text())
        recipients, last = find(page, "Nơi nhận:"), find(page, "SÓC TRĂNG")
    assert recipients.right < last.left
    assert abs(recipients.baseline - last.baseline) < 15  # mm


@pytest.mark.postgresql
@pytest.mark.parametrize("wrong", [{"ends_on": dt.date(2022, 1, 1)}, {"name": "Đã có"}, {"province": None}])
def test_invalid_pledged_movement_is_refused(wrong, contest, hau_giang):
    row = {"year": contest, "begins_on": dt.date(2023, 1, 1), "ends_on": dt.date(2023, 1, 1)}
    PledgedMovement.objects.create(**row, province=hau_giang, name="Đã có")
    PledgedMovement.objects.create(**row, province=None, name="Của Cụm")
    with pytest.raises(IntegrityError), transaction.atomic():
        PledgedMovement.objects.create(**(row | {"province": hau_giang, "name": "Của Cụm"} | wrong))
