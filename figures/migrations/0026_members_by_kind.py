import datetime as dt

from django.db import migrations

# As delivered. An installation with half-years behind it asks from its next one on, never in those already sent.
FROM_ON = dt.date(2024, 7, 1)
CAUSE = "Luật Hợp tác xã số 17/2023/QH15 có ba loại thành viên"
CAUSE_EN = "the Law on Cooperatives 17/2023/QH15 has three kinds of members"
BROKEN = ("coop.members", "coop.members_new", "union.member_coops")
FIRST_PERIOD = "2024-H2"
WHOLES = {
    "coop.members": ("coop.members.", "của HTX", "of cooperatives", (252, 254, 256)),
    "union.member_coops": ("union.members.", "của LH HTX", "of unions", (72, 74, 76)),
}
# code, short labels, labels, definitions
KINDS = (
    (
        "official",
        ("Chính thức", "Full"),
        ("Thành viên chính thức", "Full members"),
        (
            "Thành viên chính thức đến ngày chốt số liệu: góp vốn, biểu quyết mọi nội dung.",
            "Full members on the cut-off date: they contribute capital and vote on everything.",
        ),
    ),
    (
        "contributing",
        ("Liên kết góp vốn", "Contributing"),
        ("Thành viên liên kết góp vốn", "Associate members with capital"),
        (
            "Thành viên liên kết góp vốn đến ngày chốt số liệu.",
            "Associate members who contribute capital, on the cut-off date.",
        ),
    ),
    (
        "associate",
        ("Liên kết không góp vốn", "Without capital"),
        ("Thành viên liên kết không góp vốn", "Associate members without capital"),
        (
            "Thành viên liên kết không góp vốn đến ngày chốt số liệu.",
            "Associate members who contribute no capital, on the cut-off date.",
        ),
    ),
)


def fill_in(apps, schema_editor):
    indicators = apps.get_model("figures", "Indicator").objects
    broken = list(indicators.filter(code__in=BROKEN))
    if not broken:
        return  # a new installation loads the catalogue
    row = apps.get_model("figures", "SeriesBreak").objects.create(
        from_on=FROM_ON, cause=CAUSE, cause_en=CAUSE_EN
    )
    row.indicators.set(broken)
    first_period = max(FIRST_PERIOD, _next_period(apps))
    for whole, (stem, of, of_en, positions) in WHOLES.items():
        total = indicators.filter(code=whole, last_period="").first()
        if total is None:
            continue
        taken = set(indicators.filter(section=total.section).values_list("position", flat=True))
        for (code, short, label, definition), wanted in zip(KINDS, positions, strict=True):
            position = wanted if wanted not in taken else max(taken) + 1
            taken.add(position)
            indicators.create(
                code=stem + code,
                section=total.section,
                position=position,
                group="Thành viên theo loại",
                group_en="Members by kind",
                label=f"{label[0]} {of}",
                label_en=f"{label[1]} {of_en}",
                short_label=short[0],
                short_label_en=short[1],
                unit=total.unit,
                unit_en=total.unit_en,
                kind="stock",
                definition=definition[0],
                definition_en=definition[1],
                source="Luật Hợp tác xã số 17/2023/QH15",
                first_period=first_period,
                part_of=total,
            )


def _next_period(apps):
    """The half-year after the last that was opened."""
    opened = apps.get_model("figures", "Period").objects.exclude(state="planned")
    last = opened.order_by("-year", "-half").first()
    if last is None:
        return ""
    return f"{last.year}-H2" if last.half == 1 else f"{last.year + 1}-H1"


def take_away(apps, schema_editor):
    """Rows that hold figures stay."""
    codes = [stem + code for stem, *_ in WHOLES.values() for code, *_ in KINDS]
    apps.get_model("figures", "Indicator").objects.filter(code__in=codes, figures=None).delete()


class Migration(migrations.Migration):
    dependencies = [("figures", "0025_series_break")]

    operations = [migrations.RunPython(fill_in, take_away)]
