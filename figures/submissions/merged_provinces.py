"""What the half-years of provinces say about their merger: they stay under the names of their time."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from figures.submissions.models import Submission
from provinces.clusters.models import Province
from provinces.mergers.records import Records
from vietnamese.dates import format_date
from vietnamese.numbers import format_count


def half_years(provinces: Sequence[Province], day: dt.date) -> dict[int, Records]:
    """One query. A half-year that was sent and ends on the day or after it forbids the day."""
    rows = Submission.objects.filter(province__in=provinces).select_related("period__cluster")
    own: dict[int, list[Submission]] = defaultdict(list)
    for submission in rows.order_by("period__year", "period__half"):
        own[submission.province_id].append(submission)
    return {province.pk: _records(province, own[province.pk], day) for province in provinces}


def _records(province: Province, submissions: Sequence[Submission], day: dt.date) -> Records:
    later = [submission for submission in submissions if submission.period.cut_off_on >= day]
    before = [submission for submission in submissions if submission not in later]
    kept = sum(submission.is_accepted for submission in before)
    history = ngettext("%s kỳ báo cáo đã chấp nhận", "%s kỳ báo cáo đã chấp nhận", kept) % format_count(kept)
    return Records(
        refusals=tuple(
            _(
                "%(province)s đã gửi số liệu %(period)s, chốt ngày %(cut_off)s; ngày hợp nhất phải sau "
                "ngày đó."
            )
            % {
                "province": province.name,
                "period": submission.period.label,
                "cut_off": format_date(submission.period.cut_off_on),
            }
            for submission in later
            if submission.first_submitted_at is not None
        ),
        unfinished=tuple(
            f"{submission.period.label} ({submission.get_state_display().lower()})"
            for submission in before
            if not submission.is_accepted
        ),
        history=(history,) if kept else (),
        dropped=tuple(
            _("%s: bản đang nhập không còn sử dụng, kỳ này do tỉnh mới nộp") % submission.period.label
            for submission in later
            if submission.first_submitted_at is None
        ),
    )
