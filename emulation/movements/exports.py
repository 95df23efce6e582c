from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from emulation.movements.activity_rows import ActivityRow
from emulation.movements.models import Movement
from emulation.movements.rows import MovementRow
from emulation.year.models import EmulationYear
from web.list_downloads import illustrative_mark
from web.table_files import TableFile, Value


def movements(contest_year: EmulationYear, rows: Iterable[MovementRow]) -> TableFile:
    heads = [_("Phong trào"), _("Đơn vị phát động"), _("Trạng thái"), _("Từ ngày"), _("Đến hết ngày")]
    heads += [_("Nguồn lực"), _("Tiền thưởng (triệu đồng)"), _("Số tỉnh đăng ký"), _("Số hoạt động")]
    heads += [_("Tháng %d") % month for month in range(1, 13)]
    values = [
        [
            str(row.movement),
            row.owner,
            row.state.text,
            row.movement.begins_on,
            row.movement.ends_on,
            row.movement.resources,
            row.movement.reward_money,
            len(row.registrations),
            row.timeline.total,
            *(month.count for month in row.timeline.months),
            illustrative_mark(contest_year.is_illustrative),
        ]
        for row in rows
    ]
    return TableFile(f"phong-trao-{contest_year.year}", [*heads, _("Minh họa")], values)


def registrations(row: MovementRow) -> TableFile:
    heads = [_("Tỉnh, thành phố"), _("Số đơn vị đăng ký"), _("Đăng ký lúc"), _("Minh họa")]
    mark = illustrative_mark(row.movement.year.is_illustrative)
    values = [
        [registration.province.name, registration.units, registration.registered_at, mark]
        for registration in row.registrations
    ]
    return TableFile(f"dang-ky-phong-trao-{row.movement.pk}", heads, values)


def activities(movement: Movement, rows: Iterable[ActivityRow]) -> TableFile:
    heads = [_("Ngày"), _("Tỉnh, thành phố"), _("Nội dung"), _("Số minh chứng"), _("Minh họa")]
    mark = illustrative_mark(movement.year.is_illustrative)
    values: list[Sequence[Value]] = [
        [
            row.activity.held_on,
            row.activity.province.name,
            row.activity.what,
            len(row.files) + row.hidden,
            mark,
        ]
        for row in rows
    ]
    return TableFile(f"hoat-dong-phong-trao-{movement.pk}", heads, values)
