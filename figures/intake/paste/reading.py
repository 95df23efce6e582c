"""Reads a pasted block. An ambiguity becomes a question, never a guess, and every cell is accounted for."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from figures.intake.accounting import InputCell, Kind
from figures.intake.paste.block import Block, BlockReading
from figures.intake.paste.cell import holds_answer
from figures.intake.paste.columns import (
    Columns,
    has_labels_in_heads,
    has_provinces_in_rows,
    is_labelled,
    labelled_columns,
    titled_province,
    unlabelled_columns,
)
from figures.intake.paste.grid import BlockRefusedError, Grid, grid_of
from figures.intake.paste.label_matching import LabelIndex
from figures.intake.paste.table import Table
from figures.intake.source import PASTED, Source
from figures.sheet.rows import Sheet
from provinces.clusters.models import Province


def read_block(
    block: str,
    sheet: Sheet,
    *,
    start: str = "",
    answers: Mapping[str, str] | None = None,
    source: Source = PASTED,
) -> BlockReading:
    """Read a block of cells for a half-year.

    Args:
        block: its text, as spreadsheet programs copy it.
        sheet: the half-year as it is stored.
        start: the code of the cell for the first of bare numbers; the others follow in the form's order.
        answers: answers to questions of an earlier reading, by field name.
        source: where the block comes from.

    Raises:
        BlockRefusedError: if it is no block, or holds no number for this province.
    """
    grid, answers, period = grid_of(block, source), answers or {}, sheet.submission.period
    if not any(holds_answer(cell) for row in grid for cell in row):
        raise BlockRefusedError(
            source.worded(
                block=_(
                    "Không thấy ô số liệu nào trong khối đã dán. Chép cả cột số, mỗi số ở một ô, rồi dán lại."
                ),
                file=_("Không thấy ô số liệu nào trong %s. Ghi mỗi số vào một ô, lưu rồi chọn lại tệp.")
                % source.name,
            )
        )
    if not is_labelled(grid):
        if source.is_file and not start:  # whoever pastes has chosen the first cell on the same page
            raise BlockRefusedError(
                _(
                    "Không có tên chỉ tiêu bên cạnh số liệu trong %s. Ghi tên chỉ tiêu vào bảng rồi chọn lại "
                    "tệp, hoặc chọn ô đầu tiên ở dưới rồi xem trước lại."
                )
                % source.name
            )
        return _BareNumbers(grid, sheet, unlabelled_columns(grid, period), answers, source, start).read()
    # Their names may be heads of columns.
    provinces = list(Province.objects.members_on(period.cluster, period.cut_off_on))
    labels = LabelIndex(row.indicator for row in sheet.rows)
    if has_provinces_in_rows(grid, labels, provinces):
        raise BlockRefusedError(
            source.worded(
                block=_(
                    "Bảng này ghi tên tỉnh ở các dòng. Trong Excel, chép bảng rồi dán xoay (Transpose) để "
                    "mỗi chỉ tiêu là một dòng, sau đó chép bảng đã xoay vào đây."
                ),
                file=_(
                    "Bảng trong %s ghi tên tỉnh ở các dòng. Trong Excel, chép bảng rồi dán xoay (Transpose) "
                    "sang một tệp mới để mỗi chỉ tiêu là một dòng, lưu rồi chọn tệp đó."
                )
                % source.name,
            )
        )
    if has_labels_in_heads(grid, labels):
        raise BlockRefusedError(
            source.worded(
                block=_(
                    "Bảng này ghi tên chỉ tiêu ở một dòng. Trong Excel, chép bảng rồi dán xoay (Transpose) "
                    "để mỗi chỉ tiêu là một dòng, sau đó chép bảng đã xoay vào đây."
                ),
                file=_(
                    "Bảng trong %s ghi tên chỉ tiêu ở một dòng. Trong Excel, chép bảng rồi dán xoay "
                    "(Transpose) sang một tệp mới để mỗi chỉ tiêu là một dòng, lưu rồi chọn tệp đó."
                )
                % source.name,
            )
        )
    columns = labelled_columns(grid, labels, sheet, provinces, source.sheet)
    own = sheet.submission.province
    if columns.is_foreign:
        raise BlockRefusedError(
            source.worded(
                block=_("Khối có cột của tỉnh khác mà không có cột của %s. Dán lại cùng dòng đầu bảng.")
                % own,
                file=_(
                    "Bảng trong %(file)s có cột của tỉnh khác mà không có cột của %(own)s. Chọn tệp có cột "
                    "của %(own)s."
                )
                % {"file": source.name, "own": own},
            )
        )
    other = titled_province(grid, columns, provinces, source.sheet)
    if other is not None and other != own:
        named = {"other": other, "own": own, "file": source.name}
        raise BlockRefusedError(
            source.worded(
                block=_("Đầu bảng ghi “%(other)s”. Dán bảng của %(own)s.") % named,
                file=_("Bảng trong %(file)s là của %(other)s. Chọn tệp của %(own)s.") % named,
            )
        )
    return Table(grid, sheet, columns, answers, source, labels).read()


class _BareNumbers(Block):
    def __init__(
        self,
        grid: Grid,
        sheet: Sheet,
        columns: Columns,
        answers: Mapping[str, str],
        source: Source,
        start: str,
    ) -> None:
        self.start = start
        super().__init__(grid, sheet, columns, answers, source)

    def _read_column(self, column: int) -> None:
        codes = list(self.rows)
        first = codes.index(self.start) if self.start in codes else 0
        # A head above the numbers is no cell of the form. An empty cell is one, and stays unchanged.
        head = next(
            n for n, cells in enumerate(self.grid) if not cells[column] or holds_answer(cells[column])
        )
        for line in range(len(self.grid)):
            n = first + line - head
            if line < head:
                self.cells[line, column] = self._label_cell(line, column, _("đầu bảng"))
            elif self.grid[line][column] and n < len(codes):
                self._propose(self.rows[codes[n]], line, column)
            elif self.grid[line][column]:
                reason = _("Nằm ngoài cuối biểu.")
                self.cells[line, column] = self._cell(line, column, Kind.PASSED_OVER, reason)

    def _left(self, line: int, column: int) -> InputCell:
        return self._unread_column(line, column)
