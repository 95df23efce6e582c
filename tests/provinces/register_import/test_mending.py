"""A line that cannot be written is mended on the page, before the file is written."""

import pytest

from provinces.register.models import Cooperative
from provinces.register_import import services
from provinces.register_import.models import RegisterImport
from tests.factories import make_cooperative
from tests.figures.pages import text_of
from tests.provinces.register_import.files import ROW, checked, csv_file, xlsx_file

pytestmark = pytest.mark.postgresql


@pytest.fixture
def client(client_for, officer_hg):
    return client_for(officer_hg)


def page(running: RegisterImport, line: int) -> str:
    return f"/register/imports/lines/{line}/{running.pk}/"


def preview(running: RegisterImport) -> str:
    return f"/register/imports/{running.pk}/"


def mend(client, running, line: int, **texts: str):
    form = client.get(page(running, line)).context["form"]
    shown = {field.name: field.value() or "" for field in form}
    return client.post(page(running, line), shown | texts, follow=True)


def counts(running) -> dict[str, int]:
    running.refresh_from_db()
    return running.counts


def test_wrong_cell_shows_its_reason_and_is_written_once_mended(client, officer_hg):
    running = checked(
        officer_hg, csv_file(ROW, ROW | {"Tên": "HTX B", "Mã số đăng ký": "2", "Ngày thành lập": "31/2/2015"})
    )
    assert counts(running) == {"new": 1, "wrong": 1}
    assert page(running, 3) in client.get(f"/register/imports/{running.pk}/").content.decode()
    assert "31/2/2015" in text_of(client.get(page(running, 3)))
    assert "Đã sửa dòng 3." in text_of(mend(client, running, 3, founded_on="28/2/2015"))
    assert counts(running) == {"new": 2}
    client.post(f"/register/imports/{running.pk}/apply/")
    assert str(Cooperative.objects.get(name="HTX B").founded_on) == "2015-02-28"


def test_line_that_is_still_wrong_says_why_and_keeps_what_was_typed(client, officer_hg):
    running = checked(officer_hg, csv_file(ROW | {"Ngày thành lập": "31/2/2015"}))
    text = text_of(mend(client, running, 2, founded_on="32/1/2015"))
    assert "Dòng 2 chưa ghi được" in text
    assert client.get(page(running, 2)).context["form"]["founded_on"].value() == "32/1/2015"
    assert counts(running) == {"wrong": 1}


def test_twin_lines_are_both_written_once_one_has_another_number(client, officer_hg):
    running = checked(officer_hg, csv_file(ROW, ROW | {"Tên": "HTX B"}))
    assert counts(running) == {"new": 1, "wrong": 1}
    mend(client, running, 2, registration_number="99")
    assert counts(running) == {"new": 2}


def test_line_mended_into_the_number_of_a_later_one_makes_that_one_wrong(client, officer_hg):
    running = checked(officer_hg, csv_file(ROW, ROW | {"Tên": "HTX B", "Mã số đăng ký": "2"}))
    mend(client, running, 2, registration_number="2")
    assert counts(running) == {"new": 1, "wrong": 1}


def test_suspected_double_is_settled_by_a_key_though_the_file_has_no_such_column(
    client, officer_hg, hau_giang
):
    stored = make_cooperative(hau_giang, officer_hg, "HTX Khác", registration_number=ROW["Mã số đăng ký"])
    running = checked(officer_hg, csv_file(ROW))
    assert counts(running) == {"double": 1}
    mend(client, running, 2, key=str(stored.pk))
    assert counts(running) == {"changed": 1}
    client.post(f"/register/imports/{running.pk}/apply/")
    stored.refresh_from_db()
    assert stored.name == ROW["Tên"]


def test_old_page_overwrites_nothing(client, officer_hg):
    running = checked(officer_hg, csv_file(ROW | {"Ngày thành lập": "31/2/2015"}))
    form = client.get(page(running, 2)).context["form"]
    old = {field.name: field.value() or "" for field in form}
    mend(client, running, 2, founded_on="28/2/2015")
    answer = client.post(page(running, 2), old | {"founded_on": "1/1/2001"})
    assert answer.status_code == 409
    assert counts(running) == {"new": 1}
    assert client.get(page(running, 2)).context["form"]["founded_on"].value() == "28/2/2015"


def test_nothing_is_mended_once_the_file_is_written(client, officer_hg):
    running = checked(officer_hg, csv_file(ROW))
    client.post(f"/register/imports/{running.pk}/apply/")
    answer = client.post(page(running, 2), {"name": "HTX Khác"})
    assert answer.status_code == 409
    assert "đã ghi hoặc đã hủy" in text_of(answer)
    assert "HTX Khác" in text_of(answer)
    answer = client.get(page(running, 2), follow=True)
    assert answer.redirect_chain == [(preview(running), 302)]
    assert "đã ghi hoặc đã hủy" in text_of(answer)


def test_line_of_a_file_that_is_still_being_checked_waits(client, officer_hg, monkeypatch):
    monkeypatch.setattr(services, "CHUNK", 1)
    running = services.start_import(
        kind="cooperatives", file_name="htx.csv", data=csv_file(ROW, ROW), by=officer_hg
    )
    services.check_next(running=running, by=officer_hg)
    answer = client.post(page(running, 2), {"name": "HTX Khác"})
    assert answer.status_code == 409
    assert "chưa kiểm tra xong" in text_of(answer)
    assert "đã ghi" not in text_of(answer)


def test_faulty_cells_stand_out_as_errors_do(client, officer_hg):
    running = checked(officer_hg, csv_file(ROW | {"Ngày thành lập": "31/2/2015", "Lĩnh vực": ""}))
    answer = client.get(page(running, 2))
    form = answer.context["form"]
    assert answer.status_code == 200
    assert 'aria-invalid="true"' in str(form["founded_on"])
    assert "aria-invalid" not in str(form["name"])
    assert "Dòng này chưa ghi được" in text_of(answer)


def test_line_that_is_not_in_the_file_is_not_found(client, officer_hg):
    assert client.get(page(checked(officer_hg, csv_file(ROW)), 9)).status_code == 404


def test_serial_of_a_day_is_shown_as_that_day_and_saving_it_says_that_it_is(client, officer_hg):
    file = xlsx_file([["Tên", "Lĩnh vực", "Mã số đăng ký", "Ngày thành lập"], ["HTX", "Khác", 1801, 41460]])
    running = checked(officer_hg, file, name="htx.xlsx")
    assert counts(running) == {"wrong": 1}
    mend(client, running, 2)
    assert counts(running) == {"new": 1}
    client.post(f"/register/imports/{running.pk}/apply/")
    row = Cooperative.objects.get()
    assert (str(row.founded_on), row.registration_number) == ("2013-07-05", "1801")


def test_what_the_file_has_no_column_for_is_said_of_the_line(client, officer_hg):
    running = checked(officer_hg, csv_file({"Tên": "HTX A", "Xã, phường": "Vị Thủy"}, {"Tên": "HTX B"}))
    assert counts(running) == {"wrong": 2}
    mend(client, running, 2, sector="Nông nghiệp")
    assert counts(running) == {"new": 1, "wrong": 1}
    mend(client, running, 3, sector="Khác")
    assert counts(running) == {"new": 2}
