"""The log as a file: every entry that the page's search and filters found."""

from collections.abc import Iterator, Sequence

from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from figures.change_log.replaced_estimates import ReplacedEstimates
from figures.change_log.wording import EntryText, cell_marks, cell_value, entry_text, written_by
from figures.history.entries import content
from figures.history.models import Change
from web.table_files import Value, table_file

_AT_ONCE = 500  # entries read from the database together


def log_file(changes: QuerySet[Change], file_format: str, *, with_content: bool) -> HttpResponseBase:
    """Every entry, whatever page is shown, with whole texts.

    Args:
        changes: what the page's filters found, in its order.
        file_format: xlsx or csv.
        with_content: whether the reader reads what was written, or only that it was.
    """
    heads = [_("Ngày"), _("Giờ"), _("Người ghi"), _("Kỳ báo cáo"), _("Tỉnh, thành phố"), _("Nội dung")]
    heads += [_("Trước"), _("Sau"), _("Vì sao"), _("Số cũ là"), _("Số mới là")] if with_content else []
    return table_file(
        file_format, "nhat-ky", heads, _rows(changes, get_language() or "vi", with_content=with_content)
    )


def _rows(changes: QuerySet[Change], language: str, *, with_content: bool) -> Iterator[Sequence[Value]]:
    estimates = ReplacedEstimates()
    for change in changes.iterator(chunk_size=_AT_ONCE):
        with override(language):  # a file is sent after the request's own language has ended
            at, place = timezone.localtime(change.at), change.submission
            said = entry_text(change, estimates.by(change) if with_content else None)
            row: list[Value] = [at.date(), f"{at:%H:%M:%S}", written_by(change)]
            row += [place.period.label, place.province.name, said.what]
            yield [*row, *_told(change, said)] if with_content else row


def _told(change: Change, said: EntryText) -> Sequence[Value]:
    """Before, after, why, and how firm the numbers of a cell are; these as numbers."""
    if change.indicator is None:
        return said.before, said.after, said.why, "", ""
    old, new = (content(change.what, text) for text in (change.before, change.after))
    before = cell_value(old) if old else said.before
    return before, cell_value(new), said.why, cell_marks(old), cell_marks(new)
