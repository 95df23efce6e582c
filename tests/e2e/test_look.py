"""The look holds: long names, sticky heads, menus on a small telephone."""

import pytest
from django.apps import apps
from django.db import models

from tests.e2e.test_pages import PAGES, too_wide

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

OURS = ("provinces", "figures", "emulation", "reports")
MORE = {"hau-giang": ["/register/unions/add/", "/emulation/2022/dossiers/", "/emulation/honours/"]}
FIRST_SCREEN = 568  # the height of a telephone that is 320 px wide


def fill_with_unbroken_names() -> int:
    """Write 200 letters without a space into each text that is there and may be as long; return how many."""
    filled = 0
    for model in apps.get_models():
        if model._meta.app_label not in OURS:
            continue
        for field in model._meta.concrete_fields:
            long = isinstance(field, models.CharField) and field.editable and not field.choices
            if not long or field.max_length < 200:
                continue
            for row in model._base_manager.exclude(**{field.name: ""}):
                name = f"{'Ư' * 196}{filled % 10_000:04}"
                filled += model._base_manager.filter(pk=row.pk).update(**{field.name: name})
    return filled


@pytest.mark.parametrize("width", [360, 1280])
def test_unbroken_name_of_200_letters_widens_no_page(width, contests, open_browser):
    assert fill_with_unbroken_names() > 200
    dossier = apps.get_model("emulation", "Dossier").objects.filter(province__slug="hau-giang").first()
    own = [*MORE["hau-giang"], f"/emulation/2022/dossiers/{dossier.pk}/"]
    for who, addresses in (PAGES | {"hau-giang": PAGES["hau-giang"] + own}).items():
        page = open_browser(who, width=width).new_page()
        for address in addresses:
            page.goto(address)
            assert too_wide(page) <= 0, f"{address} is {too_wide(page)} px wider than {width}"


@pytest.mark.parametrize("address", ["/emulation/2022/results/", "/dashboard/2023-H1/"])
def test_second_row_of_a_head_does_not_cover_the_first_column(address, contests, open_browser):
    page = open_browser("secretary", width=360).new_page()
    page.goto(address)
    covered = page.evaluate("""() => {
      const covered = [];
      for (const head of document.querySelectorAll(".scroll thead th[rowspan]:first-child")) {
        const region = head.closest(".scroll");
        head.scrollIntoView({ block: "center" });
        for (const left of [0, 60, 200, 10_000]) {
          region.scrollLeft = left;
          const box = head.getBoundingClientRect();
          for (const part of [0.1, 0.5, 0.9]) {
            const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height * part);
            if (!head.contains(top)) covered.push(`${left} px: ${top?.outerHTML}`);
          }
        }
      }
      return [document.querySelectorAll(".scroll thead th[rowspan]:first-child").length, covered];
    }""")
    assert covered[0] >= 1
    assert covered[1] == []


@pytest.mark.parametrize("who", ["secretary", "hau-giang", "kien-giang-lead"])
def test_menus_leave_more_than_half_of_a_small_first_screen(who, contests, open_browser):
    page = open_browser(who, width=320).new_page()
    page.set_viewport_size({"width": 320, "height": FIRST_SCREEN})
    for address in ("/emulation/2022/results/", "/emulation/2023/", "/", "/tasks/"):
        page.goto(address)
        heights = page.locator(".masthead, .places").evaluate_all(
            "(menus) => menus.map((menu) => menu.getBoundingClientRect().height)"
        )
        assert sum(heights) < FIRST_SCREEN / 2, f"{address}: {heights}"
        for menu in page.locator(".menu-line").all():
            place = menu.locator("[aria-current]")
            if place.count():
                place.scroll_into_view_if_needed()
                assert 0 <= place.bounding_box()["x"] <= 320


@pytest.mark.parametrize("width", [1280, 360])
def test_moment_stands_in_one_line(open_browser, contests, width):
    page = open_browser("secretary", width=width).new_page()
    for address in ("/emulation/2022/log/", "/log/"):
        page.goto(address)
        lines = page.locator("tbody .moment").evaluate_all(
            """cells => cells.map(cell => {
                 const text = document.createRange();
                 text.selectNodeContents(cell);
                 return text.getClientRects().length;
               })"""
        )
        assert set(lines) == {1}, address


def test_definitions_are_read_on_a_telephone_without_scrolling_sideways(open_browser):
    page = open_browser("hau-giang", width=360).new_page()
    page.goto("/indicators/")
    regions = page.locator(".scroll")
    assert regions.count() >= 5
    assert set(
        regions.evaluate_all("regions => regions.map((one) => one.scrollWidth - one.clientWidth)")
    ) == {0}
    row = page.locator("[id='coop.total']")
    heights = [row.locator(part).bounding_box()["y"] for part in ("th", "td >> nth=0", "td.words")]
    assert heights == sorted(set(heights)), "one under another"
    assert row.get_by_role("cell").count() == 3, "to a screen reader it is still a table"
