"""What is read in a year's log (nhật ký năm): the steps that change what everybody is measured by.

Everybody in the contest reads it, so it holds nothing from drafts and no points. Of unlocking and reopening
it says how it stood before and after, and why. Criteria that change after that have rows of their own; final
points that do have none, since nobody may read them until they are settled again.
"""

from collections.abc import Mapping

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from emulation.year.events import Event
from emulation.year.models import EmulationYear

WORDS: Mapping[str, str | Promise] = {
    "year.open": _("Mở năm thi đua"),
    "dates.save": _("Đổi thời hạn"),
    "rules.add": _("Thêm tiêu chí"),
    "rules.edit": _("Sửa tiêu chí"),
    "rules.delete": _("Xóa tiêu chí"),
    "rules.move": _("Đổi thứ tự tiêu chí"),
    "rules.copy": _("Chép bảng điểm"),
    "rules.load": _("Nạp bảng điểm"),
    "rules.ties": _("Đổi quy định xếp hạng"),
    "rules.lock": _("Khóa bảng điểm"),
    "rules.unlock": _("Mở khóa bảng điểm"),
    "pledge.indicators": _("Đổi chỉ tiêu giao ước"),
    "pledge.paper": _("Sửa nội dung bản giao ước"),
    "pledge.open_signing": _("Mở ký giao ước"),
    "pledge.record_signing": _("Ghi việc ký giao ước"),
    "pledge.sign": _("Ký giao ước"),
    "pledge.decide": _("Quyết định số giao ước của tỉnh hợp nhất"),
    "pledge.change_agreed": _("Đồng ý điều chỉnh giao ước"),
    "check.publish": _("Công bố phân công chấm chéo"),
    "check.replace": _("Thay phân công chấm chéo"),
    "movement.launch": _("Phát động phong trào"),
    "movement.close": _("Tổng kết phong trào"),
    "vote.open": _("Mở bỏ phiếu"),
    "vote.close": _("Đóng bỏ phiếu"),
    "vote.void": _("Hủy cuộc bỏ phiếu"),
    "dossier.award": _("Ghi quyết định khen thưởng"),
    "dossier.correct": _("Sửa quyết định khen thưởng"),
    "council.settle": _("Chốt điểm"),
    "council.settle_provisionally": _("Chốt kết quả tạm thời"),
    "council.reopen": _("Mở lại điểm"),
}

# Known only to some readers: drafts, proposals that nobody has agreed to, who checks whom before that is
# published, points.
UNLISTED = frozenset(
    {
        *("activity.add", "activity.edit", "activity.remove"),
        *("check.answer", "check.draw", "check.ring", "check.send"),
        "council.score",
        *("dossier.delete", "dossier.propose", "dossier.refuse", "dossier.return", "dossier.save"),
        "dossier.send",
        *("evidence.add", "evidence.remove"),
        *("movement.add", "movement.edit", "movement.register", "movement.remove"),
        *("pledge.change", "pledge.change_declined"),
        *("pledge.return", "pledge.save", "pledge.send"),
        *("scores.return", "scores.save", "scores.send"),
        *("vote.delete", "vote.save"),
    }
)


def year_log(contest_year: EmulationYear) -> QuerySet[Event]:
    """The year's steps, newest first."""
    listed = Event.objects.filter(year=contest_year, action__in=WORDS)
    events = listed.select_related("year", "province", "by__province")
    return events.prefetch_related("by__former_provinces__province").order_by("-at", "-pk")
