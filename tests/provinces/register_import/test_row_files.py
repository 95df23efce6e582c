"""Files of products and value chains: a line for each, of an organisation that is in the register."""

import csv
import datetime as dt
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from provinces.register.projection import related
from provinces.register_import import services
from provinces.register_import.columns import MODELS, ROW_COLUMNS, ROWS
from provinces.register_import.exports import refused_file, register_file
from tests.factories import make_cooperative, make_group, make_union
from tests.figures.pages import text_of
from tests.provinces.register_import.files import checked, csv_file, imported, reasons
from tests.provinces.register_import.test_round_trips import empty_register, without_keys

pytestmark = pytest.mark.postgresql

PRODUCT = {"Tên": "HTX Lúa Vàng", "Sản phẩm": "Gạo ST25", "Hạng OCOP": "4 sao"}
CHAIN = {"Tên": "HTX Lúa Vàng", "Đối tác liên kết": "Công ty Gạo", "Từ ngày": "1/2/2020"}
MAKERS = {"cooperative": make_cooperative, "group": make_group, "union": make_union}
FACTS = [kind for kind, manager in ROWS.items() if manager in ("products", "chains")]


def make(kind, *args, **fields):
    return MAKERS[kind.partition("-")[0]](*args, **fields)


@pytest.fixture
def coop(hau_giang, officer_hg):
    return make_cooperative(hau_giang, officer_hg, commune="Vị Thủy", registration_number="1800000001")


@pytest.mark.parametrize(
    "whose",
    [
        {"Tên": "HTX Lúa Vàng"},
        {"Tên": "htx lua vang", "Xã, phường": "Vị Thủy", "Tỉnh, thành phố": "Hậu Giang"},
        {"Mã số đăng ký": "1800000001"},
        {"Mã hệ thống": "key"},
        {"Mã hệ thống": "key", "Tên": "HTX Lúa Vàng", "Mã số đăng ký": "khác cũng được"},
    ],
)
def test_organisation_is_named_by_its_key_number_or_name(whose, coop, officer_hg):
    named = {head: str(coop.pk) if text == "key" else text for head, text in whose.items()}
    file = csv_file(
        named | {"Sản phẩm": "Gạo ST25", "Hạng OCOP": "4 sao", "Tiêu chuẩn, chứng nhận": "VietGAP"}
    )
    assert imported(officer_hg, file, "cooperative-products") == {"new": 1}
    product = coop.products.get()
    assert (product.name, product.ocop_stars, product.standards) == ("Gạo ST25", 4, "VietGAP")
    coop.refresh_from_db()
    assert coop.changed_by == officer_hg
    assert [(line.what, line.after) for line in coop.log.order_by("pk")] == [
        ("Cập nhật từ tệp", "Nhập từ tệp htx.csv"),
        ("Sản phẩm: Gạo ST25", "Sản phẩm: Gạo ST25\nHạng OCOP: 4 sao\nTiêu chuẩn, chứng nhận: VietGAP"),
    ]
    assert imported(officer_hg, file, "cooperative-products") == {"same": 1}
    assert coop.log.count() == 2


def test_several_lines_of_one_organisation_are_written_with_one_line_of_their_source(
    coop, officer_hg, monkeypatch
):
    monkeypatch.setattr(services, "CHUNK", 2)
    file = csv_file(*(PRODUCT | {"Sản phẩm": f"Gạo {number}"} for number in range(3)))
    assert imported(officer_hg, file, "cooperative-products") == {"new": 3}
    assert coop.products.count() == 3
    assert coop.log.filter(what="Cập nhật từ tệp").count() == 1  # its lines stay in one part
    assert imported(officer_hg, file, "cooperative-products") == {"same": 3}


def test_changed_line_keeps_what_its_blank_cells_do_not_say(coop, officer_hg):
    chain = coop.chains.create(partner="Công ty Gạo", since=dt.date(2020, 2, 1), contract="HĐ 1")
    line = {"Tên": coop.name, "Mã dòng": str(chain.pk), "Đến ngày": "1/3/2024", "Sản phẩm": "Gạo"}
    running = checked(officer_hg, csv_file(line), "cooperative-chains")
    (outcome,) = running.chunks.get().outcomes
    assert outcome[4] == [["Đến ngày", "", "01/3/2024"], ["Sản phẩm", "", "Gạo"]]
    services.apply_import(running=running, by=officer_hg, valid_rows=False)
    chain.refresh_from_db()
    assert (chain.contract, chain.product, chain.until) == ("HĐ 1", "Gạo", dt.date(2024, 3, 1))
    assert imported(officer_hg, csv_file(line), "cooperative-chains") == {"same": 1}


@pytest.mark.parametrize(
    ("kind", "line", "told"),
    [
        ("products", {"Tên": "HTX Không Có"}, "name: đọc được “HTX Không Có”; danh sách của tỉnh không có"),
        ("products", {"Tên": "", "Mã số đăng ký": "99"}, "registration_number: đọc được “99”"),
        ("products", {"Mã hệ thống": "999999"}, "organisation: đọc được “999999”"),
        ("products", {"Tên": ""}, "name: chưa ghi đơn vị nào"),
        ("products", {"Tên": "HTX Khác", "Mã số đăng ký": "1800000001"}, "đây là “HTX Lúa Vàng”, không phải"),
        ("products", {"Tỉnh, thành phố": "Cần Thơ"}, "province: đọc được “Cần Thơ”; tệp này chỉ nhập cho"),
        ("products", {"Sản phẩm": ""}, "product: dòng mới phải có"),
        ("products", {"Sản phẩm": "x" * 161}, "product: "),
        ("products", {"Hạng OCOP": "2 sao"}, "ocop_stars: đọc được “2 sao”; có phải "),
        ("products", {"Mã dòng": "999999"}, "key: đơn vị này không có dòng mang mã 999999"),
        ("chains", {"Từ ngày": "31/2/2020"}, "since: đọc được “31/2/2020”"),
        ("chains", {"Đến ngày": "1/1/2019"}, "until: ngày kết thúc 01/01/2019 trước ngày bắt đầu 01/02/2020"),
        ("chains", {"Đối tác liên kết": ""}, "partner: dòng mới phải có"),
    ],
)
def test_wrong_line_is_refused_with_its_column(kind, line, told, coop, officer_hg):
    usual = PRODUCT if kind == "products" else CHAIN
    right = usual | {"Sản phẩm": "Gạo khác"}
    running = checked(officer_hg, csv_file(usual | line, right), f"cooperative-{kind}")
    assert running.counts == {"wrong": 1, "new": 1}
    assert told in reasons(running)[0]
    text = refused_file(running).response("csv").getvalue().decode()
    assert "Dòng 2: cột " in text
    assert "Dòng 3" not in text


def test_organisation_of_another_province_is_unknown(can_tho, officer_ct, officer_hg):
    foreign = make_cooperative(can_tho, officer_ct, "HTX Cần Thơ", registration_number="18")
    for whose in ({"Tên": foreign.name}, {"Mã số đăng ký": "18"}, {"Mã hệ thống": str(foreign.pk)}):
        running = checked(officer_hg, csv_file(whose | {"Sản phẩm": "Gạo"}), "cooperative-products")
        assert running.counts == {"wrong": 1}
        assert "danh sách của tỉnh không có đơn vị này" in reasons(running)[0]


def test_name_of_several_organisations_is_not_enough(coop, hau_giang, officer_hg):
    make_cooperative(hau_giang, officer_hg, coop.name, commune="Vị Bình")
    running = checked(officer_hg, csv_file(PRODUCT), "cooperative-products")
    assert f"organisation: có 2 đơn vị cùng tên “HTX Lúa Vàng”, mã {coop.pk}, " in reasons(running)[0]
    line = PRODUCT | {"Xã, phường": "Vị Thủy"}
    assert imported(officer_hg, csv_file(line), "cooperative-products") == {"new": 1}
    assert coop.products.count() == 1


def test_one_row_twice_in_a_file_is_refused_however_its_organisation_is_named(coop, officer_hg):
    other_name = PRODUCT | {"Tên": "", "Mã số đăng ký": "1800000001"}
    running = checked(officer_hg, csv_file(PRODUCT, PRODUCT, other_name), "cooperative-products")
    assert running.counts == {"new": 1, "wrong": 2}
    assert all("; chỉ giữ một dòng." in reason for reason in reasons(running))


@pytest.mark.parametrize(
    ("kind", "stored", "line"),
    [
        ("products", {"name": "Gạo ST 25"}, PRODUCT | {"Sản phẩm": "Gao ST 25"}),
        ("chains", {"partner": "Công ty Gạo", "contract": "HĐ 1"}, CHAIN),
    ],
)
def test_row_that_resembles_a_stored_one_waits_for_the_officer(kind, stored, line, coop, officer_hg):
    row = getattr(coop, kind).create(**stored)
    kind = f"cooperative-{kind}"
    running = checked(officer_hg, csv_file(line), kind)
    assert running.counts == {"double": 1}
    assert f"(mã dòng {row.pk}); ghi mã đó" in reasons(running)[0]
    assert imported(officer_hg, csv_file(line | {"Mã dòng": "mới"}), kind) == {"new": 1}
    assert imported(officer_hg, csv_file(line | {"Mã dòng": "mới"}), kind) == {"same": 1}


def test_double_is_settled_on_its_page(coop, client_for, officer_hg):
    row = coop.products.create(name="Gạo ST 25")
    running = checked(officer_hg, csv_file(PRODUCT | {"Sản phẩm": "Gao ST 25"}), "cooperative-products")
    client, page = client_for(officer_hg), f"/register/imports/lines/2/{running.pk}/"
    form = client.get(page).context["form"]
    shown = {field.name: field.value() or "" for field in form}
    client.post(page, shown | {"key": str(row.pk), "product": "Gạo ST 25"})
    client.post(f"/register/imports/{running.pk}/apply/")
    row.refresh_from_db()
    assert row.ocop_stars == 4


def test_edit_between_preview_and_writing_is_not_overwritten(coop, officer_hg):
    row = coop.products.create(name="Gạo ST25", standards="VietGAP")
    running = checked(officer_hg, csv_file(PRODUCT), "cooperative-products")
    row.standards = "GlobalGAP"
    row.save()
    with pytest.raises(services.RegisterChangedError):
        services.apply_import(running=running, by=officer_hg, valid_rows=False)
    services.apply_import(running=running, by=officer_hg, valid_rows=True)
    row.refresh_from_db()
    assert row.ocop_stars is None


WORDS = st.lists(st.sampled_from(["Lúa", "=1", "'", "Ấp 3", "Lua", ";", "+84", "L"]), max_size=2).map(
    " ".join
)
DAYS = st.none() | st.dates(dt.date(2000, 1, 1), dt.date(2010, 1, 1))
NAMED = WORDS.filter(str.strip)
STRATEGIES = {
    "products": st.fixed_dictionaries(
        {"name": NAMED, "ocop_stars": st.sampled_from([None, 3, 4, 5]), "standards": WORDS}
    ),
    "chains": st.fixed_dictionaries(
        {"partner": NAMED, "product": WORDS, "contract": WORDS, "since": DAYS}
        | {"until": st.none() | st.dates(dt.date(2010, 1, 1), dt.date(2020, 1, 1))}
    ),
}


def told(kind):
    rows = related(MODELS[kind], ROWS[kind])._default_manager
    return sorted(rows.values_list("organisation", *ROW_COLUMNS[ROWS[kind]].values()), key=repr)


@pytest.mark.parametrize("kind", FACTS)
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data(), file_format=st.sampled_from(["xlsx", "csv"]))
def test_exported_rows_are_imported_as_they_were(kind, data, file_format, officer_hg, hau_giang):
    model = related(MODELS[kind], ROWS[kind])
    lines = data.draw(st.lists(st.tuples(st.integers(0, 1), STRATEGIES[ROWS[kind]]), max_size=5))
    with empty_register():
        owners = [make(kind, hau_giang, officer_hg, f"Đơn vị {number}") for number in range(2)]
        rows = {}
        for owner, fields in lines:
            row = model(organisation=owners[owner], **fields)
            rows[owner, row.telling] = row
        for row in rows.values():
            row.save()
        before = told(kind)
        file = register_file(kind, hau_giang).response(file_format).getvalue()
        assert imported(officer_hg, file, kind) == ({"same": len(rows)} if rows else {})
        model._default_manager.all().delete()
        file = without_keys(file, file_format, "Mã dòng")
        if rows:
            assert imported(officer_hg, file, kind) == {"new": len(rows)}
            assert imported(officer_hg, file, kind) == {"same": len(rows)}
        assert told(kind) == before


def test_template_of_rows_says_that_organisations_are_there_already(client_for, officer_hg, coop):
    coop.products.create(name="Gạo ST25", ocop_stars=5)
    client = client_for(officer_hg)
    page = client.get("/register/cooperatives/import/products/").content.decode()
    assert "mỗi dòng nêu một đơn vị đã có trong danh" in page
    assert (
        '<a href="/register/cooperatives/import/products/" aria-current="page">Sản phẩm của hợp tác xã'
        in page
    )
    file = client.get("/register/cooperatives/import/products/", {"_export": "csv", "_list": "all"})
    (line,) = csv.DictReader(io.StringIO(file.getvalue().decode("utf-8-sig")))
    assert (line["Tên"], line["Sản phẩm"], line["Hạng OCOP"]) == ("HTX Lúa Vàng", "Gạo ST25", "5 sao")


def test_page_takes_a_file_of_rows_and_shows_its_lines(client_for, officer_hg, coop):
    client = client_for(officer_hg)
    file = SimpleUploadedFile("sp.csv", csv_file(PRODUCT))
    text = text_of(client.post("/register/cooperatives/import/products/", {"file": file}, follow=True))
    assert "Nhập danh sách sản phẩm của hợp tác xã" in text
    assert "1 dòng: 1 mới." in text
    assert "HTX Lúa Vàng: Sản phẩm: Gạo ST25; Hạng OCOP: 4 sao" in text


def test_command_imports_rows_too(officer_hg, coop, tmp_path):
    file, out = tmp_path / "sp.csv", io.StringIO()
    file.write_bytes(csv_file(PRODUCT))
    call_command(
        "import_register", file, "--kind", "cooperative-products", "--as", officer_hg.username, stdout=out
    )
    assert out.getvalue().splitlines()[-1] == "1 dòng: 1 đã thêm."
    assert coop.products.count() == 1


def test_queries_do_not_grow_with_the_lines(officer_hg, hau_giang, django_assert_max_num_queries):
    for number in range(30):
        make_cooperative(hau_giang, officer_hg, f"HTX {number}")
    lines = ({"Tên": f"HTX {number % 30}", "Sản phẩm": f"Gạo {number}"} for number in range(300))
    running = checked(officer_hg, csv_file(*lines), "cooperative-products")
    with django_assert_max_num_queries(30):
        services.apply_import(running=running, by=officer_hg, valid_rows=False)
    assert running.counts == {"new": 300}


def test_illegible_cells_of_a_line_do_not_hide_what_is_wrong_with_it(officer_hg, coop):
    running = checked(
        officer_hg, csv_file({"Sản phẩm": "Gạo", "Mã hệ thống": "mã 7"}), "cooperative-products"
    )
    assert "organisation: đọc được “mã 7”" in reasons(running)[0]
