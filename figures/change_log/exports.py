"""The log as a file."""

from collections.abc import Iterator, Sequence

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from figures.change_log.replaced_estimates import ReplacedEstimates
from figures.change_log.wording import EntryText, cell_marks, cell_value, entry_text, written_by
from figures.history.entries import content
from figures.history.models import Change
from web.table_files import TableFile, Value

_CHUNK = 500  # entries read from the database together


def log_file(changes: QuerySet[Change], *, with_content: bool) -> TableFile:
    heads = [_("Ngày"), _("Giờ"), _("Người ghi"), _("Kỳ báo cáo"), _("Tỉnh, thành phố"), _("Nội dung")]
    heads += [_("Trước"), _("Sau"), _("Vì sao"), _("Số cũ là"), _("Số mới là")] if with_content else []
    return TableFile("nhat-ky", heads, _rows(changes, get_language() or "vi", with_content=with_content))


def _rows(changes: QuerySet[Change], language: str, *, with_content: bool) -> Iterator[Sequence[Value]]:
    estimates = ReplacedEstimates()
    for change in changes.iterator(chunk_size=_CHUNK):
        with override(language):  # a file is sent after the request's own language has ended
            at, submission = timezone.localtime(change.at), change.submission
            text = entry_text(change, estimates.by(change) if with_content else None)
            row: list[Value] = [at.date(), f"{at:%H:%M:%S}", written_by(change)]
            row += [submission.period.label, submission.province.name, text.title]
            yield [*row, *_content_values(change, text)] if with_content else row


def _content_values(change: Change, text: EntryText) -> Sequence[Value]:
    if change.indicator is None:
        return text.before, text.after, text.why, "", ""
    old, new = (content(change.what, side) for side in (change.before, change.after))
    before = cell_value(old) if old else text.before
    return before, cell_value(new), text.why, cell_marks(old), cell_marks(new)
