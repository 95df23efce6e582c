"""Every page of *Quản trị* that edits, opened by two people: an old page writes nothing."""

import datetime as dt
from typing import Any

import pytest
from django.contrib import admin
from django.db.models import F
from django.test import Client
from django.urls import reverse

from emulation.awards.title_models import Title, TitleKind
from figures.catalogue.break_models import SeriesBreak
from figures.catalogue.models import Indicator, Section
from provinces.accounts.models import Officer
from provinces.clusters.models import Cluster, Membership, Province, Term
from tests.conflicts import differences
from tests.figures.factories import make_catalogue
from tests.test_edit_conflicts import form_data
from web.administration import AdministrationForm, VersionedAdmin

pytestmark = [pytest.mark.postgresql, pytest.mark.ignore_template_errors]

# Of each registered model: a field, what I type there, and what somebody else stores meanwhile.
EDITS: dict[type, tuple[str, str, Any]] = {
    Officer: ("last_name", "Nguyễn", "Trần"),
    SeriesBreak: ("cause", "Luật A", "Luật B"),
    Cluster: ("short_name", "Cụm A", "Cụm B"),
    Province: ("name", "Hậu Giang A", "Hậu Giang B"),
    Membership: ("joined_on", "02/01/2019", dt.date(2019, 1, 3)),
    Term: ("year", "2030", 2031),
    Section: ("label", "Phần A", "Phần B"),
    Indicator: ("label", "Chỉ tiêu A", "Chỉ tiêu B"),
    Title: ("name", "Bằng khen A", "Bằng khen B"),
}


def page_data(response: Any) -> dict[str, Any]:
    """What a browser sends of the unchanged page, with the rows below the form."""
    data = form_data(response.context["adminform"].form)
    for inline in response.context["inline_admin_formsets"]:
        forms = [inline.formset.management_form, *inline.formset.forms]
        for form in forms:
            data |= {form.add_prefix(name): value for name, value in form_data(form).items()}
    return data


@pytest.fixture
def rows(head, provinces) -> dict[type, Any]:
    make_catalogue()
    Indicator.objects.update(short_label_en="All", unit_en="cooperatives")
    Title.objects.create(name="Bằng khen").kinds.create(kind="person")
    law = SeriesBreak.objects.create(from_on=dt.date(2024, 7, 1), cause="Luật mới", cause_en="New law")
    law.indicators.add(Indicator.objects.first())
    return {model: model._default_manager.order_by("pk").first() for model in admin.site._registry}


@pytest.fixture
def client(client_for, administrator) -> Client:
    return client_for(administrator)


def page_of(row: Any) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def test_every_registered_model_is_versioned():
    plain = {
        model
        for model, model_admin in admin.site._registry.items()
        if not isinstance(model_admin, VersionedAdmin) or not issubclass(model_admin.form, AdministrationForm)
    }
    assert plain == set()
    assert EDITS.keys() == admin.site._registry.keys()


@pytest.mark.parametrize("model", EDITS, ids=lambda model: model.__name__)
def test_old_page_of_the_administration_overwrites_nothing(model, rows, client):
    row, (field, mine, theirs) = rows[model], EDITS[model]
    page = page_of(row)
    old = page_data(client.get(page))
    model._default_manager.filter(pk=row.pk).update(**{field: theirs})
    without_version = {name: value for name, value in old.items() if name != "seen"}
    for data, sentence in ((without_version, "không cho biết dựa trên bản nào"), (old, "từ một trang khác")):
        response = client.post(page, data | {field: mine})
        form = response.context["adminform"].form
        assert response.status_code == 409
        assert sentence in response.content.decode()
        assert form[field].value() == mine, "the input stays"
        assert {typed for _stored, typed in differences(response).values()} == {mine}
        row.refresh_from_db()
        assert getattr(row, field) == theirs, "nothing is written"
    assert client.post(page, page_data(response)).status_code == 302
    row.refresh_from_db()
    assert getattr(row, field) != theirs


def test_page_of_the_administration_is_saved_when_nobody_else_saved(rows, client):
    for row in rows.values():
        assert client.post(page_of(row), page_data(client.get(page_of(row)))).status_code == 302


def test_rows_below_the_form_are_part_of_its_version(rows, client, cluster, deputy):
    page = page_of(cluster)
    old = page_data(client.get(page))
    Term.objects.filter(post="head").update(year=2024)
    Term.objects.create(cluster=cluster, year=2025, post="deputy", officer=deputy)
    response = client.post(page, old)
    assert response.status_code == 409
    shown = differences(response)
    assert ("2024", "2023") in shown.values()
    assert [typed for stored, typed in shown.values() if stored.startswith("Cụm phó 2025")] == ["để trống"]
    assert Term.objects.get(post="head").year == 2024


def test_row_removed_from_another_page_stays_as_one_to_be_added(rows, client):
    title = rows[Title]
    title.kinds.create(kind="union")
    page = page_of(title)
    old = page_data(client.get(page))
    TitleKind.objects.filter(kind="person").delete()
    response = client.post(page, old)
    assert response.status_code == 409
    assert differences(response) == {"đối tượng": ("để trống", "Cá nhân")}
    assert "Liên hiệp HTX" in response.content.decode()
    assert [form["kind"].value() for form in kinds_of(response).forms] == ["union", "person", ""]
    assert client.post(page, page_data(response)).status_code == 302
    assert sorted(title.kinds.values_list("kind", flat=True)) == ["person", "union"]


def kinds_of(response: Any) -> Any:
    return response.context["inline_admin_formsets"][0].formset


def test_row_added_on_another_page_keeps_the_heading_of_each_row(rows, client, cluster, deputy):
    """Django pairs rows and headings by their order, in which the new row comes first."""
    page = page_of(cluster)
    old = page_data(client.get(page))
    Term.objects.create(cluster=cluster, year=2022, post="head", officer=deputy)
    Term.objects.update(year=F("year") + 1)
    terms = client.post(page, old).context["inline_admin_formsets"][1]
    assert [(row.original.officer, row.form["officer"].value()) for row in terms if row.original] == [
        (term.officer, str(term.officer.pk)) for term in Term.objects.filter(year=2024)
    ]


def test_row_added_on_two_pages_is_refused_beside_its_field(rows, client):
    title = rows[Title]
    data = page_data(client.get(page_of(title)))
    prefix = "kinds"
    number = int(data[f"{prefix}-TOTAL_FORMS"]) - 1
    data |= {f"{prefix}-{number}-kind": "cooperative", "name": title.name}
    TitleKind.objects.create(title=title, kind="cooperative")
    refused = client.post(page_of(title), data)
    assert refused.status_code == 409
    again = client.post(page_of(title), page_data(refused) | {f"{prefix}-{number}-kind": "cooperative"})
    assert again.status_code == 200
    assert "Đối tượng này đã có." in again.content.decode()


def rule_data(number: int, **values: object) -> dict[str, object]:
    return {f"rules-{number}-{name}": value for name, value in values.items()}


@pytest.mark.parametrize(
    ("values", "sentence", "of_two_rows"),
    [
        (
            {"kind": "not_again", "earlier": "", "years": "2"},
            "đã có quy định không đề nghị lại",
            "đã có quy định không đề nghị lại",
        ),
        (
            {"kind": "needs", "years": "2"},
            "đã có trong một quy định của danh hiệu này",
            "Hai dòng có cùng “danh hiệu phải có trước”; sửa hoặc bỏ một dòng.",
        ),
    ],
)
def test_rule_of_a_title_is_added_once(values, sentence, of_two_rows, rows, client):
    """From two tabs, and as two rows of one page."""
    title = rows[Title]
    values = {"earlier": Title.objects.create(name="Giấy khen").pk} | values
    data = page_data(client.get(page_of(title))) | rule_data(0, **values)
    assert client.post(page_of(title), data).status_code == 302
    refused = client.post(page_of(title), data)
    assert refused.status_code == 409, "the second tab"
    number = int(page_data(refused)["rules-TOTAL_FORMS"]) - 1
    again = client.post(page_of(title), page_data(refused) | rule_data(number, **values))
    assert again.status_code == 200
    assert sentence in again.content.decode()
    assert title.rules.count() == 1

    title.rules.all().delete()
    data = page_data(client.get(page_of(title))) | rule_data(0, **values) | {"rules-TOTAL_FORMS": "2"}
    twice = client.post(page_of(title), data | rule_data(1, **values | {"years": "5"}))
    assert twice.status_code == 200
    assert of_two_rows in twice.content.decode()
    assert not title.rules.exists()
    different = {"kind": "not_again", "earlier": "", "years": "2"}
    if values["kind"] == "not_again":
        different |= {"kind": "needs", "earlier": Title.objects.get(name="Giấy khen").pk}
    assert client.post(page_of(title), data | rule_data(1, **different)).status_code == 302
    assert title.rules.count() == 2
