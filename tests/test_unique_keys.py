"""Names and numbers that must be unique are so however they are spelt, and the database holds it."""

import datetime as dt
import unicodedata

import pytest
from django.apps import apps
from django.contrib.auth import authenticate
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, models, transaction
from django.urls import reverse

from emulation.awards.models import Dossier
from emulation.awards.title_models import Title, TitleRule
from emulation.criteria.models import Criterion
from emulation.evidence import services as evidence_services
from emulation.evidence.models import Evidence
from emulation.movements.models import Movement
from emulation.pledges.movement_models import PledgedMovement
from emulation.results.models import TieStep
from emulation.rules.services import copy_rules
from emulation.votes.models import Nominee, Poll
from emulation.year.models import Deadline
from provinces.accounts.forms import NewPasswordForm
from provinces.accounts.models import Officer
from provinces.register.models import Cooperative
from tests.conflicts import seen_on
from tests.emulation.awards.dossier_rows import make_certificate, make_dossier
from tests.emulation.evidence.evidence_files import make_evidence, png, upload
from tests.emulation.factories import make_year
from tests.emulation.movements.movement_rows import make_movement
from tests.factories import make_cooperative, make_officer
from tests.form_fields import OUR_APPS
from tests.migrating import latest_migrations, migrate_to
from vietnamese.folding import name_key, number_key
from web.model_fields import KeyField
from web.uploads import FileRefusedError

pytestmark = pytest.mark.postgresql

NUMBERS = ["DK-001", "dk\u2011001", "ＤＫ-００１", "DK – 001", "D\u041a 001", " dk\u200b001 "]
NAMES = [
    "HTX Hoà Bình – An Phú",
    "htx Hòa Bình-An Phú",
    unicodedata.normalize("NFD", "HTX  HOÀ BÌNH - AN PHÚ"),
    "ＨＴＸ Hòa Bình\u00a0—\u200b An Phú",
    "НТХ Hòa Bình - An Phú",
]


# Texts that a unique constraint compares as they are, with the reason.
COMPARED_AS_THEY_ARE = {
    "provinces.Cluster.slug": "a word of addresses, which browsers compare as it is",
    "provinces.Province.slug": "a word of addresses, which browsers compare as it is",
    "provinces.Province.code": "the statistical code, of digits",
    "provinces.Officer.username": "Django's own; `username_key` holds it in every spelling",
    "figures.Section.code": "a code of the catalogue, an administrator's",
    "figures.Indicator.code": "a word of addresses, which browsers compare as it is",
    "figures.Indicator.ledger": "a code of the catalogue, an administrator's",
    "figures.ExplainedFinding.rule": "a word of the code",
    "figures.SeriesBreak.cause": "a sentence: only the same row, loaded twice, is refused",
    "figures.Reminder.kind": "a word of the code",
    "figures.Reminder.subject": "a key of the code",
    "emulation.Activity.what": "a report of some lines: only the same one, sent twice, is refused",
    "emulation.Evidence.sha256": "computed from the content",
    "emulation.Evidence.stored": "a random name on the disk",
    "web.Receipt.key": "a random key of the page",
}


@pytest.fixture
def contest(cluster):
    year = make_year(cluster, 2023)
    Deadline.objects.update(due_on=dt.date(2999, 12, 31))
    return year


def unique_texts() -> set[str]:
    """Columns with a text of no fixed choices that a unique constraint compares."""
    found = set()
    for model in (model for label in OUR_APPS for model in apps.get_app_config(label).get_models()):
        meta = model._meta
        names = {field.name for field in meta.concrete_fields if field.unique}
        names.update(*meta.unique_together)
        for constraint in meta.constraints:
            if isinstance(constraint, models.UniqueConstraint):
                parts = [part for expression in constraint.expressions for part in expression.flatten()]
                names.update(constraint.fields)
                names.update(part.name for part in parts if isinstance(part, models.F))
        for field in (meta.get_field(name) for name in names):
            if isinstance(field, models.CharField | models.TextField) and not field.choices:
                found.add(f"{meta.label}.{field.name}")
    return found


def test_unique_texts_are_compared_by_their_keys():
    keys = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, KeyField)
    }
    assert unique_texts() - keys == COMPARED_AS_THEY_ARE.keys()
    assert keys <= unique_texts(), "a key that no constraint holds"


@pytest.mark.parametrize("number", NUMBERS)
def test_number_has_one_key_in_every_spelling(number):
    assert number_key(number) == number_key("DK-001")


@pytest.mark.parametrize("name", NAMES)
def test_name_has_one_key_in_every_spelling(name):
    assert name_key(name) == name_key(NAMES[0])


@pytest.mark.parametrize(
    ("one", "other"), [("An", "Ân"), ("Lê Na", "Lena"), ("Đông", "Dong"), ("DK-001", "DK-010")]
)
def test_different_names_have_different_keys(one, other):
    assert name_key(one) != name_key(other)


@pytest.mark.parametrize("number", NUMBERS[1:])
def test_registration_number_is_taken_in_every_spelling(number, hau_giang, officer_hg, client_for):
    make_cooperative(hau_giang, officer_hg, "HTX Một", registration_number=NUMBERS[0])
    with pytest.raises(IntegrityError), transaction.atomic():
        make_cooperative(hau_giang, officer_hg, "HTX Hai", registration_number=number)
    typed = {"name": "HTX Hai", "registration_number": number, "sector": "trade", "legal_state": "active"}
    response = client_for(officer_hg).post(reverse("provinces:cooperative-add"), typed | {"key": "1"})
    # A Cyrillic letter is refused before, since no paper has it.
    assert ("HTX Một" in response.content.decode()) == ("\u041a" not in number)
    assert Cooperative.objects.count() == 1


@pytest.mark.parametrize("name", NAMES[1:])
def test_nominee_is_proposed_once_in_every_spelling(name, contest, hau_giang, officer_hg):
    certificate = make_certificate()
    dossier = make_dossier(contest, hau_giang, officer_hg, certificate, name=NAMES[0])
    # A Cyrillic letter is refused before, since no paper has it.
    why = "Năm nay đã có hồ sơ" if "\u0425" not in name else "Trên giấy không in được"
    with pytest.raises(ValidationError, match=why):
        make_dossier(contest, hau_giang, officer_hg, certificate, name=name)
    with pytest.raises(IntegrityError), transaction.atomic():
        Dossier.objects.bulk_create(
            [Dossier(year=contest, province=hau_giang, title=certificate, kind=dossier.kind, name=name)]
        )
    make_dossier(contest, hau_giang, officer_hg, certificate, name=NAMES[0].replace("An", "Ân"))


def test_file_name_is_taken_in_every_spelling(contest, hau_giang, can_tho, officer_hg, officer_ct):
    def add(data: bytes, name: str, province=hau_giang, by=officer_hg) -> Evidence:
        file = upload(data, name)
        return evidence_services.add_evidence(contest_year=contest, province=province, file=file, by=by)

    first = add(png(), "Kế hoạch.png")
    assert add(png(), "khác.png") == first, "the same content is the same file"
    with pytest.raises(FileRefusedError, match=r"đã có tệp khác tên “Kế hoạch\.png”\. Đổi tên tệp"):
        add(png(9, 9), unicodedata.normalize("NFD", "KẾ HOẠCH.PNG"))
    add(png(9, 9), "Kế hoạch.png", can_tho, officer_ct)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_evidence(contest, hau_giang, officer_hg, "kế  hoạch.png")


@pytest.mark.parametrize("name", NAMES[1:])
def test_movement_poll_nominee_and_title_are_unique_in_every_spelling(
    name, contest, hau_giang, officer_hg, secretary
):
    make_movement(contest, officer_hg, hau_giang, name=NAMES[0])
    make_movement(contest, secretary, name=NAMES[0])
    poll = Poll.objects.create(year=contest, title=NAMES[0], purpose="flag", places=1)
    Nominee.objects.create(poll=poll, position=1, label=NAMES[0])
    Title.objects.create(name=NAMES[0])
    pledged = PledgedMovement.objects
    pledge = {"year": contest, "begins_on": dt.date(2023, 1, 1), "ends_on": dt.date(2023, 12, 31)}
    for province in (None, hau_giang):
        pledged.create(province=province, name=NAMES[0], **pledge)
    for write in (
        lambda: make_movement(contest, officer_hg, hau_giang, name=name),
        lambda: make_movement(contest, secretary, name=name),
        lambda: Poll.objects.create(year=contest, title=name, purpose="flag", places=1),
        lambda: Nominee.objects.create(poll=poll, position=2, label=name),
        lambda: Title.objects.create(name=name),
        lambda: pledged.bulk_create([PledgedMovement(province=None, name=name, **pledge)]),
        lambda: pledged.bulk_create([PledgedMovement(province=hau_giang, name=name, **pledge)]),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            write()


def test_key_follows_a_name_that_is_saved_alone(contest, officer_hg, hau_giang):
    movement = make_movement(contest, officer_hg, hau_giang, name="Cũ")
    movement.name = "Mới"
    movement.save(update_fields=["name"])
    assert Movement.objects.filter(name_key=name_key("Mới")).exists()


def test_fixture_has_keys(db):
    call_command("loaddata", "titles", verbosity=0)
    assert [Title.objects.get(name_key=name_key(title.name)) for title in Title.objects.all()]
    assert not Title.objects.filter(name_key="").exists()


def test_administrator_is_told_of_a_taken_title(client_for, administrator):
    Title.objects.create(name="Bằng khen")
    typed = {"name": "BẰNG  KHEN", "position": 1}
    typed |= {
        f"{name}-{count}_FORMS": 0 for name in ("kinds", "former", "rules") for count in ("TOTAL", "INITIAL")
    }
    response = client_for(administrator).post(reverse("admin:emulation_title_add"), typed)
    assert response.status_code == 200
    assert "Danh mục đã có danh hiệu, hình thức mang tên này." in response.content.decode()
    assert Title.objects.count() == 1


@pytest.mark.ignore_template_errors  # of Django's own pages
@pytest.mark.parametrize("username", ["HAU-GIANG", "Hau_Giang", "h\u0430u-giang", "hau--giang"])
def test_username_is_taken_in_every_spelling(username, officer_hg, administrator, client_for):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_officer(username, Officer.Role.SECRETARY)
    other = make_officer("khac", Officer.Role.SECRETARY)
    client, url = client_for(administrator), reverse("admin:provinces_officer_change", args=[other.pk])
    typed = {"username": username, "is_active": "on", "role": "secretary"}
    page = client.post(url, typed | seen_on(client, url)).content.decode()
    assert "Tên đăng nhập này đã có, chỉ khác chữ hoa" in page
    other.refresh_from_db()
    assert other.username == "khac"


@pytest.mark.django_db(transaction=True)
def test_accounts_of_one_key_from_before_still_log_in(administrator):
    """The younger one changes its password, and is refused only when it is to keep its name."""
    try:
        old = migrate_to(("provinces", "0005_names_and_successors")).get_model("provinces", "Officer")
        for username in ("to-giup-viec", "TO-GIUP-VIEC"):
            old.objects.create(username=username, role="secretary", password=make_password(username))
    finally:
        migrate_to(*latest_migrations())
    older, younger = Officer.objects.exclude(pk=administrator.pk).order_by("pk")
    for officer in (older, younger):
        assert authenticate(username=officer.username, password=officer.username) == officer
    assert authenticate(username="To-Giup-Viec", password="to-giup-viec") == older
    new = {f"new_password{n}": "lúa chín vàng đồng" for n in (1, 2)}
    form = NewPasswordForm(younger, {"old_password": "TO-GIUP-VIEC"} | new)
    assert form.is_valid(), form.errors
    form.save()
    assert authenticate(username="TO-GIUP-VIEC", password="lúa chín vàng đồng") == younger
    with pytest.raises(ValidationError, match="Chọn tên khác"):
        younger.full_clean()


@pytest.mark.django_db(transaction=True)
def test_rules_added_twice_before_are_merged_and_criteria_are_kept(cluster, secretary):
    """The stricter rule of a title stays. A year that was scored by two criteria of one name keeps both."""
    try:
        earlier = migrate_to(("emulation", "0017_who_changed"))
        titles, rules = (earlier.get_model("emulation", name).objects for name in ("Title", "TitleRule"))
        title, lower = (titles.create(name=name, name_key=name) for name in ("Bằng khen", "Giấy khen"))
        for years in (1, 3, 2):
            rules.create(title=title, kind="not_again", years=years)
            rules.create(title=title, kind="needs", earlier=lower, years=years)
        rules.create(title=title, kind="needs", earlier=title, years=4)
        rules.create(title=lower, kind="not_again", years=5)
        year = earlier.get_model("emulation", "EmulationYear").objects.create(
            cluster_id=cluster.pk, year=2023
        )
        criteria, steps = (earlier.get_model("emulation", name).objects for name in ("Criterion", "TieStep"))
        rows = [(None, "judged", "Tham mưu"), (None, "judged", "THAM MƯU"), (None, "bonus", "Tham mưu")]
        for position, (parent, kind, label) in enumerate(rows, 1):
            criteria.create(year=year, parent=parent, kind=kind, label=label, position=position, maximum=50)
        first = criteria.first()
        for position, kind in enumerate(("penalty", "criterion", "penalty", "criterion"), 1):
            criterion = first if kind == "criterion" else None
            steps.create(year=year, position=position, kind=kind, criterion=criterion)
    finally:
        migrate_to(*latest_migrations())
    assert set(TitleRule.objects.values_list("title__name", "kind", "earlier__name", "years")) == {
        ("Bằng khen", "not_again", None, 3),
        ("Bằng khen", "needs", "Giấy khen", 1),
        ("Bằng khen", "needs", "Bằng khen", 4),
        ("Giấy khen", "not_again", None, 5),
    }
    assert list(TieStep.objects.values_list("position", "kind")) == [(1, "penalty"), (2, "criterion")]
    stored = list(Criterion.objects.order_by("position"))
    assert [row.label for row in stored] == ["Tham mưu", "THAM MƯU", "Tham mưu"]
    with pytest.raises(IntegrityError), transaction.atomic():
        stored[1].save()
    later = make_year(cluster, 2024)
    assert copy_rules(contest_year=later, by=secretary) == 3
    copied = later.criteria.order_by("position").values_list("label", flat=True)
    assert list(copied) == ["Tham mưu", "THAM MƯU (2)", "Tham mưu"], "to be renamed by whoever knows them"


@pytest.mark.django_db(transaction=True)
def test_rows_of_one_key_from_before_are_kept(cluster, hau_giang, officer_hg):
    """Nobody's row is changed; the second one is refused when it is next saved."""
    try:
        earlier = migrate_to(("provinces", "0002_one_cluster"), ("emulation", "0013_decision_corrected"))
        row = {"province_id": hau_giang.pk, "changed_by_id": officer_hg.pk, "sector": "trade"}
        old = earlier.get_model("provinces", "Cooperative").objects
        for number in (*NUMBERS[:3], "DK-2", "", ""):
            old.create(name="HTX", search_text="htx", registration_number=number, **row)
    finally:
        migrate_to(*latest_migrations())
    stored = list(Cooperative.objects.order_by("pk"))
    assert [coop.registration_number for coop in stored] == [*NUMBERS[:3], "DK-2", "", ""]
    keys = Cooperative.objects.order_by("pk").values_list("registration_key", flat=True)
    assert list(keys) == ["dk001", f"dk001 #{stored[1].pk}", f"dk001 #{stored[2].pk}", "dk2", "", ""]
    with pytest.raises(IntegrityError), transaction.atomic():
        stored[1].save()
    stored[1].registration_number = "DK-3"
    stored[1].save()
