"""From an uploaded file to the cells of the form, read in a process of its own with limits."""

import json
import logging
import signal
import subprocess
import sys
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from figures.entry.proposed_changes import BASIS, ProposedCell, ProposedChanges
from figures.intake.answer_labels import basis_labels, estimate_label, state_labels
from figures.intake.workbook.layout import MEMORY_VERSION
from figures.submissions.cell_entries import MOST_NARRATIVE, MOST_TYPED, CellEntry
from figures.submissions.models import Figure, Submission
from vietnamese.numbers import NumberUnclearError, format_number, parse_number
from web.texts import MOST_TEXT, clean_text
from web.uploads import FileRefusedError

# A file is refused within 2 seconds: the reader is killed at the first limit, counted from its start, and the
# system itself ends it at the second. A form takes a fifth of a second.
TIME_LIMIT = 1.5  # seconds by the clock
PROCESSOR_LIMIT = 1  # seconds of work
MEMORY_LIMIT = 256 << 20  # bytes of address space
MOST_BYTES = 2 << 20  # of a file; a form has a fiftieth
PROCESS = Path(__file__).with_name("process.py")

_YES, _NO = {"x", "yes", "true", "1"}, {"", "no", "false", "0", "không"}

logger = logging.getLogger(__name__)


def read_filled(data: bytes, submission: Submission, codes: Iterable[str]) -> ProposedChanges:
    """What the uploaded form says about this half-year: only cells that differ from what they held in it.

    Args:
        data: the file.
        submission: whose form it must be.
        codes: the indicators that are typed in that half-year; other lines of the file are passed over.

    Raises:
        FileRefusedError: if it is no form, the form of another province or period, or may do harm.
    """
    if len(data) > MOST_BYTES:
        raise FileRefusedError(refusal("large"))
    said = _run(data)
    if "refused" in said:
        raise FileRefusedError(refusal(said["refused"]))
    facts = {kind: name for kind, name, _value in said["memory"] if kind != "seen"}
    if facts.get("form") != MEMORY_VERSION:
        raise FileRefusedError(refusal("form"))
    if facts.get("province") != submission.province.slug:
        raise FileRefusedError(
            _("Đây là biểu của tỉnh khác. Chọn biểu của %(province)s.") % {"province": submission.province}
        )
    if facts.get("period") != submission.period.slug:
        raise FileRefusedError(
            _("Đây là biểu của kỳ báo cáo khác. Chọn biểu của %(period)s.")
            % {"period": submission.period.label}
        )
    held = {name: value for kind, name, value in said["memory"] if kind == "seen"}
    blank = CellEntry().fingerprint
    cells: dict[str, ProposedCell] = {}
    twice: set[str] = set()
    states, yes = _states(), _yes()
    wanted = set(codes)
    for line in said["lines"]:
        code = line["code"]
        if code in wanted:
            twice |= {code} & cells.keys()
            cells[code] = _cell(said["sheet"][:40], line["cells"], states, yes)
    for code in twice:
        cell = cells[code]
        cells[code] = ProposedCell(cell.place, cell.entry, _("Chỉ tiêu này có ở hai dòng. Xóa một dòng."))
    kept = {
        code: cell
        for code, cell in cells.items()
        if code in twice or cell.entry.fingerprint != held.get(code, blank)
    }
    kept |= _texts(said["texts"], held)
    return ProposedChanges(kept, {code: held.get(code, blank) for code in kept})


def refusal(reason: str) -> str:
    """The sentence for a reason of the reading process."""
    return {
        "large": _("Tệp quá lớn so với một biểu số liệu. Tải lại biểu của kỳ này rồi nhập vào biểu đó."),
        "slow": _("Đọc tệp quá lâu nên đã dừng. Thử lại; vẫn không được thì tải lại biểu của kỳ này."),
        "encrypted": _("Tệp có mật khẩu mở nên không đọc được. Bỏ mật khẩu, lưu lại rồi chọn lại tệp."),
        "old": _("Tệp theo dạng Excel cũ (.xls). Lưu lại theo dạng .xlsx rồi chọn lại tệp."),
        "macros": _("Tệp có chứa macro nên không nhận. Lưu lại theo dạng .xlsx, không macro."),
        "nested": _("Trong tệp có nhúng tệp khác nên không nhận. Tải lại biểu của kỳ này và nhập vào đó."),
        "form": _("Tệp không phải biểu tải về từ trang này. Tải biểu của kỳ này rồi nhập vào biểu đó."),
        "other": _("Tệp không phải bảng tính Excel (.xlsx). Chọn biểu đã tải về từ trang này."),
    }.get(reason) or _("Tệp hỏng hoặc không đọc được. Tải lại biểu của kỳ này rồi nhập vào biểu đó.")


def _run(data: bytes) -> dict[str, Any]:
    """What the reading process says; a file that stops it is refused."""
    # -I: neither the environment nor the current folder may put other modules in the reader's place.
    command = [sys.executable, "-I", str(PROCESS), str(MEMORY_LIMIT), str(PROCESSOR_LIMIT)]
    try:
        done = subprocess.run(  # noqa: S603 - our own script
            command, input=data, capture_output=True, timeout=TIME_LIMIT, check=False
        )
    except subprocess.TimeoutExpired:
        logger.warning("A form of %s bytes took longer than %s s to read.", len(data), TIME_LIMIT)
        return {"refused": "slow"}
    if done.returncode == -signal.SIGXCPU:
        logger.warning("A form of %s bytes took longer than %s s to read.", len(data), PROCESSOR_LIMIT)
        return {"refused": "slow"}
    if done.returncode != 0:
        logger.warning(
            "A form of %s bytes ended its reader (%s): %s",
            len(data),
            done.returncode,
            done.stderr.decode(errors="replace")[-500:],
        )
        return {"refused": "broken"}
    return json.loads(done.stdout)


def _cell(
    sheet: str, cells: Mapping[str, list[str]], states: Mapping[str, str], yes: set[str]
) -> ProposedCell:
    """One line of the file as an entry of the form."""
    kind, raw, flag, address = cells["value"]
    problem = ""
    if kind == "n":
        number = Decimal(raw)
        text = format_number(number) if number.is_finite() else raw
    else:
        text = raw
    text = clean_text(text, MOST_TYPED)
    # An entry that the file does not say: it must not look like a blank cell, or like what was there.
    if flag == "error" or (flag == "formula" and not text):
        text = text or "#"
        problem = _("Công thức trong ô không cho ra số. Ghi thẳng số vào ô.")
    elif kind == "o":
        problem = _("Ô ghi ngày tháng hoặc giá trị đúng/sai. Định dạng lại ô và ghi số.")
    words = clean_text(cells["state"][1]).casefold()
    state = states.get(words, "")
    if not state:
        state = Figure.Answer.NUMBER.value
        problem = problem or _("Tình trạng “%s” không có trong danh sách.") % words[:40]
    estimate = clean_text(cells["estimate"][1]).casefold()
    if estimate not in yes | _NO:
        problem = problem or _("Cột “Số ước” chỉ ghi “Có” hoặc để trống.")
    note, explanation = (clean_text(cells[key][1], MOST_TEXT + 1) for key in ("note", "explanation"))
    if max(len(note), len(explanation)) > MOST_TEXT:
        problem = problem or _("Ghi chú hoặc giải trình dài quá 1.000 chữ cái và dấu.")
    entry = CellEntry(text, state, clean_text(note), clean_text(explanation), estimate in yes)
    return ProposedCell(
        f"{sheet}!{address}", entry, problem or _question(entry, states), any(c[2] for c in cells.values())
    )


def _texts(lines: Iterable[list[str]], held: Mapping[str, str]) -> dict[str, ProposedCell]:
    """The province's words and the kind of its figures, as far as they differ; an old form has none."""
    found = {}
    for name, kind, raw, flag, place in lines:
        if name == BASIS:
            cell = _basis(raw, place)
        elif name in Submission.NARRATIVE:
            text = clean_text(raw, MOST_NARRATIVE + 1)
            problem = _("Nội dung dài quá 10.000 chữ cái và dấu.") if len(text) > MOST_NARRATIVE else ""
            if flag or kind == "o":
                problem = _("Ô có công thức, ngày tháng hoặc giá trị đúng/sai. Ghi thẳng nội dung vào ô.")
            cell = ProposedCell(place, CellEntry(text=clean_text(text, MOST_NARRATIVE)), problem)
        else:
            continue
        if cell is not None and name in held and (cell.problem or cell.entry.fingerprint != held[name]):
            found[name] = cell
    return found


def _basis(raw: str, place: str) -> ProposedCell | None:
    """Whether all figures are estimates; none where the cell was emptied."""
    words = clean_text(raw).casefold()
    if not words:
        return None
    known: dict[str, bool] = {}
    for language in ("vi", "en"):
        with translation.override(language):
            known |= {label.casefold(): is_estimate for is_estimate, label in basis_labels().items()}
    labels = basis_labels()
    problem = (
        ""
        if words in known
        else _("Ô này chỉ ghi “%(final)s” hoặc “%(estimate)s”.")
        % {
            "final": labels[False],
            "estimate": labels[True],
        }
    )
    return ProposedCell(
        place,
        CellEntry(text="" if not problem else words[:200], is_estimate=known.get(words, False)),
        problem,
    )


def _question(entry: CellEntry, states: Mapping[str, str]) -> str:
    """What cannot be read in the number with certainty; empty where all can."""
    if entry.state != Figure.Answer.NUMBER:
        if not entry.text:
            return ""
        return (
            _("Ô có số mà tình trạng lại ghi “%s”. Xóa số, hoặc đổi tình trạng.")
            % (state_labels()[entry.state])
        )
    try:
        parse_number(entry.text)
    except NumberUnclearError as question:
        return str(question)
    return ""


def _states() -> dict[str, str]:
    """Each state by its label in either language: a form may be made in one and read in the other."""
    found = {"": Figure.Answer.NUMBER.value}
    for language in ("vi", "en"):
        with translation.override(language):
            found |= {label.casefold(): state for state, label in state_labels().items()}
    return found


def _yes() -> set[str]:
    found = set(_YES)
    for language in ("vi", "en"):
        with translation.override(language):
            found.add(estimate_label().casefold())
    return found
