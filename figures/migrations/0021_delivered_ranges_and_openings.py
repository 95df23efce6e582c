from django.db import migrations

# As delivered: lowest and highest usual number for one of the third. An installation's own rows stay as they are.
RANGES = {
    "coop.total": ("10", "5000", ""),
    "coop.new": ("0", "0.3", "coop.total"),
    "coop.dissolved": ("0", "0.3", "coop.total"),
    "coop.members": ("7", "500", "coop.total"),
    "coop.members_new": ("0", "50", "coop.total"),
    "coop.labour": ("1", "300", "coop.total"),
    "coop.charter_capital": ("50", "20000", "coop.total"),
    "coop.working_capital": ("50", "40000", "coop.total"),
    "coop.revenue": ("20", "15000", "coop.total"),
    "coop.profit": ("1", "900", "coop.total"),
    "coop.managers": ("1", "20", "coop.total"),
    "union.member_coops": ("3", "100", "union.total"),
    "union.charter_capital": ("10", "9000", "union.total"),
    "union.working_capital": ("20", "15000", "union.total"),
    "union.labour": ("1", "300", "union.total"),
    "group.total": ("10", "9000", ""),
    "group.new": ("0", "0.3", "group.total"),
    "group.ended": ("0", "0.3", "group.total"),
    "group.members": ("2", "200", "group.total"),
    "group.contributed_capital": ("0.5", "300", "group.total"),
    "alliance.fees": ("0.05", "40", "alliance.fee_payers"),
    "alliance.fund_disbursed": ("10", "9000", "alliance.fund_projects"),
    "alliance.fund_outstanding": ("400", "390000", ""),
    "alliance.fund_bad_debt": ("0.0005", "0.4", "alliance.fund_outstanding"),
}
OPENINGS = {
    "coop": ("Số HTX đầu kỳ", "Cooperatives at the start"),
    "union": ("Số LH HTX đầu kỳ", "Cooperative unions at the start"),
    "group": ("Số THT đầu kỳ", "Cooperative groups at the start"),
}
DEFINITION = "Chỉ nhập trong kỳ đầu tiên của tỉnh, khi chưa có kỳ nào được chấp nhận; ghi nguồn số liệu ở ô Nguồn. Từ kỳ sau lấy từ số cuối kỳ trước đã chấp nhận."
DEFINITION_EN = "Entered only in a province's first half-year, while none before was accepted; give its source. From then on it is the last accepted closing."


def fill_in(apps, schema_editor):
    indicators = apps.get_model("figures", "Indicator").objects
    by_code = {indicator.code: indicator for indicator in indicators.all()}
    for code, (low, high, per) in RANGES.items():
        if code in by_code and (not per or per in by_code):
            indicators.filter(code=code).update(
                plausible_low=low, plausible_high=high, plausible_per=by_code[per] if per else None
            )
    for ledger, (label, label_en) in OPENINGS.items():
        closing = indicators.filter(ledger=ledger, ledger_role="closing", last_period="").first()
        if closing is None:
            continue
        first_free = set(range(1, 100)) - set(
            indicators.filter(section=closing.section).values_list("position", flat=True)
        )
        indicators.create(
            code=f"{ledger}.opening",
            section=closing.section,
            position=5 if 5 in first_free else min(first_free),
            label=label,
            label_en=label_en,
            short_label="Đầu kỳ",
            short_label_en="Opening",
            unit=closing.unit,
            unit_en=closing.unit_en,
            kind="opening",
            definition=DEFINITION,
            definition_en=DEFINITION_EN,
            ledger=ledger,
            ledger_role="opening",
            first_period=closing.first_period,
        )


def take_away(apps, schema_editor):
    """Openings that hold figures stay: the migration before this one then refuses to go back."""
    apps.get_model("figures", "Indicator").objects.filter(kind="opening", figures=None).delete()


class Migration(migrations.Migration):
    dependencies = [("figures", "0020_guards_without_history")]

    operations = [migrations.RunPython(fill_in, take_away)]
