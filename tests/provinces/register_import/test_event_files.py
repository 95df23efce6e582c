"""Files of events: a line for each, with its decision and note, of an organisation of the register."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from provinces.register.bulk_services import project_many
from provinces.register.projection import differing, related
from provinces.register.services import save_row
from provinces.register_import import services
from provinces.register_import.columns import MODELS, ROWS, event_kinds
from provinces.register_import.exports import register_file
from tests.factories import join_union, make_cooperative, make_group, make_union
from tests.provinces.register_import.files import checked, csv_file, imported, reasons
from tests.provinces.register_import.test_round_trips import empty_register, without_keys

pytestmark = pytest.mark.postgresql

KIND = "cooperative-events"
EVENTS = [kind for kind, manager in ROWS.items() if manager == "events"]
MAKERS = {"cooperative": make_cooperative, "group": make_group, "union": make_union}
FOUNDED = {"Tên": "HTX Lúa Vàng", "Sự kiện": "Thành lập mới", "Ngày": "20/3/2015"}
DECISION, NOTE, OTHER = "Số quyết định, văn bản", "Ghi chú", "Đơn vị liên quan, tên hoặc mã số cũ"


@pytest.fixture
def coop(hau_giang, officer_hg):
    """Founded on 20/3/2015, without a decision."""
    return make_cooperative(hau_giang, officer_hg)


def told(coop):
    return list(coop.events.order_by("pk").values_list("kind", "decision", "note"))


def test_decision_and_note_are_added_to_an_event_that_is_there(coop, officer_hg):
    running = checked(officer_hg, csv_file(FOUNDED | {DECISION: "01/GCN", NOTE: "Bản sao"}), KIND)
    assert running.counts == {"changed": 1}
    (outcome,) = running.chunks.get().outcomes
    assert outcome[4] == [[DECISION, "", "01/GCN"], [NOTE, "", "Bản sao"]]
    services.apply_import(running=running, by=officer_hg, valid_rows=False)
    assert told(coop) == [("founded", "01/GCN", "Bản sao")]
    assert imported(officer_hg, csv_file(FOUNDED), KIND) == {"same": 1}, "a blank cell says nothing"
    assert "Sự kiện: Thành lập mới" in {line.what for line in coop.log.all()}


def test_new_events_change_the_organisation_as_on_its_page(coop, officer_hg):
    suspended = {"Tên": coop.name, "Sự kiện": "Tạm ngừng kinh doanh", "Ngày": "1/2/2020", DECISION: "7/TB"}
    ended = {"Tên": coop.name, "Sự kiện": "Giải thể", "Ngày": "1/2/2021", DECISION: "9/QĐ"}
    assert imported(officer_hg, csv_file(suspended, ended), KIND) == {"new": 2}
    coop.refresh_from_db()
    assert (coop.legal_state, coop.ended_on, coop.ended_how) == ("ended", dt.date(2021, 2, 1), "dissolved")
    assert list(differing(type(coop))) == []
    assert imported(officer_hg, csv_file(suspended, ended), KIND) == {"same": 2}


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (
            {"Sự kiện": "Thành lập do chia, tách", "Ngày": "1/1/2016"},
            "event: đơn vị này đã ghi “Thành lập mới”",
        ),
        ({"Sự kiện": "Thành lập mới", "Ngày": "1/1/2016"}, "event: đơn vị này đã ghi “Thành lập mới”"),
        ({"Sự kiện": "Giải thể"}, "happened_on: chấm dứt hoạt động phải có ngày"),
        ({"Sự kiện": "Giải thể", "Ngày": "1/1/2999"}, "happened_on: ngày này chưa tới"),
        ({"Sự kiện": "Giải thể", "Ngày": "1/1/2010"}, "happened_on: ngày chấm dứt phải sau ngày thành lập"),
        ({"Sự kiện": "Hoạt động trở lại", "Ngày": "1/1/2020"}, "happened_on: trước ngày này đơn vị vẫn đang"),
        ({"Sự kiện": "Vào liên hiệp HTX", "Ngày": "1/1/2020"}, "event: "),
        ({"Ngày": "1/1/2020"}, "event: dòng mới phải có"),
        ({"Sự kiện": "Đổi tên", "Ngày": "1/1/2020", DECISION: "x" * 121}, "decision: dài 121 ký tự"),
    ],
)
def test_wrong_line_is_refused_with_its_column(line, why, coop, officer_hg):
    running = checked(officer_hg, csv_file({"Tên": coop.name} | line), KIND)
    assert running.counts == {"wrong": 1}
    assert why.lower() in reasons(running)[0].lower()


def test_event_that_may_be_one_without_its_day_waits_for_the_officer(coop, officer_hg):
    undated = {"Tên": coop.name, "Sự kiện": "Thành lập mới", DECISION: "01/GCN"}
    assert checked(officer_hg, csv_file(undated), KIND).counts == {"double": 1}
    key = {"Mã dòng": str(coop.events.get().pk)}
    assert imported(officer_hg, csv_file(undated | key), KIND) == {"changed": 1}
    assert told(coop) == [("founded", "01/GCN", "")]


def test_who_joined_a_union_is_not_among_the_events(coop, hau_giang, officer_hg):
    event = join_union(coop, make_union(hau_giang, officer_hg), dt.date(2020, 2, 1)) or coop.events.get(
        kind="joined_union"
    )
    file = register_file(KIND, hau_giang).response("csv").getvalue().decode("utf-8-sig")
    assert file.count("HTX Lúa Vàng") == 1
    assert "liên hiệp" not in file
    line = {"Tên": coop.name, "Mã dòng": str(event.pk), "Sự kiện": "Đổi tên"}
    assert checked(officer_hg, csv_file(line), KIND).counts == {"wrong": 1}


def test_events_of_one_organisation_are_checked_together(coop, officer_hg, monkeypatch):
    """Each of these follows from the one before."""
    monkeypatch.setattr(services, "CHUNK", 2)
    told = ("Thành lập mới", "Tạm ngừng kinh doanh", "Hoạt động trở lại")
    days = ("20/3/2015", "1/2/2020", "1/3/2020")
    lines = [{"Tên": coop.name, "Sự kiện": event, "Ngày": day} for event, day in zip(told, days, strict=True)]
    assert imported(officer_hg, csv_file(*lines), KIND) == {"same": 1, "new": 2}


TEXTS = st.lists(st.sampled_from(["12/QĐ", "=1", "'", "Ấp 3", ";", "+84"]), max_size=2).map(" ".join)
DAYS = st.none() | st.dates(dt.date(2016, 1, 1), dt.date(2020, 1, 1))


@pytest.mark.parametrize("kind", EVENTS)
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data(), file_format=st.sampled_from(["xlsx", "csv"]))
def test_exported_events_are_imported_as_they_were(kind, data, file_format, officer_hg, hau_giang):
    model, event = MODELS[kind], related(MODELS[kind], "events")
    texts = dict.fromkeys(("decision", "other", "note"), TEXTS)
    drawn = st.fixed_dictionaries(
        {"kind": st.sampled_from(sorted(event_kinds(model))), "happened_on": DAYS} | texts
    )
    with empty_register():
        owners = [MAKERS[kind.partition("-")[0]](hau_giang, officer_hg, f"Đơn vị {n}") for n in range(2)]
        for owner, fields in data.draw(st.lists(st.tuples(st.integers(0, 1), drawn), max_size=6)):
            try:
                save_row(row=event(organisation=owners[owner], **fields), by=officer_hg)
            except ValidationError:
                continue  # it contradicts those before
        names = ("organisation", "kind", "happened_on", "decision", "other", "note")
        before = set(event.objects.values_list(*names))
        file = register_file(kind, hau_giang).response(file_format).getvalue()
        assert imported(officer_hg, file, kind) == {"same": len(before)}
        event.objects.all().delete()
        project_many(model, [owner.pk for owner in owners])
        keyless = without_keys(file, file_format, "Mã dòng")
        assert imported(officer_hg, keyless, kind) == {"new": len(before)}
        assert imported(officer_hg, keyless, kind) == {"same": len(before)}
        assert set(event.objects.values_list(*names)) == before
        assert list(differing(model)) == []
