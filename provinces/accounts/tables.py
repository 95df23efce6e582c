import django_tables2 as tables
from django.utils.translation import gettext_lazy

from provinces.accounts.models import AccessEntry
from web.columns import MomentColumn

_UNKNOWN = gettext_lazy("tên không có trong hệ thống")


class AccessTable(tables.Table):
    at = MomentColumn(verbose_name=gettext_lazy("Lúc"))
    officer = tables.Column(verbose_name=gettext_lazy("Tài khoản"), default=_UNKNOWN)
    what = tables.Column(verbose_name=gettext_lazy("Việc"))
    times = tables.Column(verbose_name=gettext_lazy("Số lần"), attrs={"td": {"class": "num"}})
    details = tables.Column(
        verbose_name=gettext_lazy("Nội dung"), default="", attrs={"td": {"class": "words"}}
    )
    by = tables.Column(verbose_name=gettext_lazy("Người làm"), default="")
    address = tables.Column(verbose_name=gettext_lazy("Địa chỉ mạng"), default="")
    device = tables.Column(verbose_name=gettext_lazy("Thiết bị"), default="")

    class Meta:
        orderable = False
        attrs = {"class": "data-table"}
        empty_text = gettext_lazy("Chưa có lần đăng nhập nào được ghi.")

    caption = gettext_lazy("Các lần đăng nhập và thay đổi tài khoản, mới nhất ở trên")

    def render_officer(self, record: AccessEntry) -> str:
        return f"{record.officer}, {record.officer.title}" if record.officer else ""

    def value_officer(self, record: AccessEntry) -> str:
        return record.officer.username if record.officer else str(_UNKNOWN)

    def render_what(self, record: AccessEntry) -> str:
        return record.get_what_display()

    def render_by(self, record: AccessEntry) -> str:
        return "" if record.by == record.officer else f"{record.by}, {record.by and record.by.title}"
