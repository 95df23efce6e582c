"""An import from the upload to the register: read, checked part by part, written in one transaction."""

import datetime as dt
import gc
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from provinces.accounts.models import Officer
from provinces.clusters.models import Province
from provinces.clusters.permissions import keeps_register, works_for
from provinces.register.bulk_services import (
    ChangedOrganisation,
    NewOrganisation,
    add_many,
    change_many,
    change_union_members,
)
from provinces.register_import.accounting import REFUSED, WRITTEN, Kind, Outcome, counted
from provinces.register_import.cells import Cell, editable_text, is_unclear_day
from provinces.register_import.checking import Register, check_rows
from provinces.register_import.columns import ROWS, WHOSE, Column, column_of
from provinces.register_import.facts import loaded_form
from provinces.register_import.member_register import MemberRegister
from provinces.register_import.models import ImportChunk, RegisterImport
from provinces.register_import.plan import Plan
from provinces.register_import.registers import register_class
from provinces.register_import.source import Source, SourceRow, Twins, read_source
from vietnamese.texts import clean_text
from web.edit_conflicts import Snapshot, require_unchanged
from web.refusals import RefusedError

State = RegisterImport.State
CHUNK = 2500  # lines that one request checks: a second or two
KEPT = dt.timedelta(days=7)


class RegisterChangedError(RefusedError):
    """Somebody changed the register since the preview; nothing was written."""


def start_import(*, kind: str, file_name: str, data: bytes, by: Officer) -> RegisterImport:
    """Read a file, and keep its lines for checking.

    Raises:
        PermissionDenied: the officer keeps no register.
        FileRefusedError: the file is refused as a whole.
    """
    if not by.is_active or by.province is None or not keeps_register(by):
        raise PermissionDenied
    source = read_source(data, file_name, kind)
    # Not in the transaction of the rows: reading takes seconds, in which SQLite has one writer.
    parts = list(_parts(source, kind))
    with transaction.atomic():
        running = RegisterImport.objects.create(
            officer=by,
            province=by.province,
            kind=kind,
            file_name=clean_text(file_name, lines=False)[:200],
            columns=list(source.columns),
            notes=source.notes,
            lines=sum(map(len, parts)),
            state=State.CHECKING if parts else State.CHECKED,
        )
        ImportChunk.objects.bulk_create(
            ImportChunk(of=running, number=number, lines=len(rows), rows=rows)
            for number, rows in enumerate(parts)
        )
    return running


def _parts(source: Source, kind: str) -> Iterator[list[SourceRow]]:
    """The lines in parts; an event may follow from those before, so one organisation's stay together."""
    whose = [at for at, key in enumerate(source.columns) if key in WHOSE and kind in ROWS]
    part: list[SourceRow] = []
    for row in source.rows:
        is_full = len(part) >= CHUNK and any(row[2][at] != part[-1][2][at] for at in whose)
        if is_full or len(part) >= (2 * CHUNK if whose else CHUNK):
            yield part
            part = []
        part.append(row)
    if part:
        yield part


@transaction.atomic
def check_next(*, running: RegisterImport, by: Officer, register: Register | None = None) -> RegisterImport:
    """Check the next lines that are not checked yet; after the last, the preview is complete."""
    running = _locked(running, by)
    chunk = running.chunks.filter(is_checked=False).first()
    if running.state == State.CHECKING and chunk is not None:
        register = register or register_class(running.kind).load(running.kind, running.province)
        outcomes = check_rows(chunk.rows, running.columns, register)
        _keep(running, chunk, outcomes)
        if not running.chunks.filter(is_checked=False).exists():
            running.state = State.CHECKED
        running.save()
    return running


def check_all(*, running: RegisterImport, by: Officer) -> RegisterImport:
    with _many_rows():
        register = register_class(running.kind).load(running.kind, running.province)
        while running.state == State.CHECKING:
            running = check_next(running=running, by=by, register=register)
    return running


@transaction.atomic
def check_again(*, running: RegisterImport, by: Officer) -> RegisterImport:
    """Forget the preview, which the register has left behind."""
    running = _locked(running, by)
    if running.state == State.CHECKED:
        running.chunks.update(outcomes=[], is_checked=False)
        running.state, running.counts = State.CHECKING, {}
        running.save()
    return running


@transaction.atomic
def apply_import(*, running: RegisterImport, by: Officer, valid_rows: bool) -> RegisterImport:
    """Write all lines, or those that can be written, in one transaction; a second time does nothing.

    Each line is compared again, under the province's lock: what others changed since the preview is not
    overwritten unseen.

    Raises:
        PermissionDenied: the officer no longer works for the province.
        RefusedError: the import is not checked, or not all lines can be written.
        RegisterChangedError: all lines were to be written, and others changed the register.
    """
    running = _locked(running, by)
    if running.state == State.APPLIED:
        return running
    if running.state != State.CHECKED:
        raise RefusedError(_("Tệp chưa kiểm tra xong hoặc đã hủy; mở lại trang rồi thử lại."))
    if not valid_rows and any(running.counts.get(kind) for kind in REFUSED):
        raise RefusedError(_("Có dòng không ghi được; sửa các dòng đó, hoặc chỉ ghi các dòng hợp lệ."))
    province = Province.objects.select_for_update().get(pk=running.province_id)
    if not works_for(by, province):
        raise PermissionDenied
    if province.is_taken_over:
        raise RefusedError(
            _("%(province)s đã hợp nhất vào %(successor)s. Tải lại trang rồi nhập lại.")
            % {"province": province, "successor": province.successor}
        )
    stale = 0
    with _many_rows():
        register = register_class(running.kind).load(running.kind, province)
        for chunk in running.chunks.iterator(chunk_size=1):
            stale += _write(running, chunk, register, by)
    if stale and not valid_rows:
        raise RegisterChangedError(
            _("Danh sách đã có thay đổi sau khi xem trước (%d dòng) nên chưa ghi gì. Xem lại rồi ghi.")
            % stale
        )
    running.state = State.APPLIED
    running.counts = _counts(running.chunks.all())
    running.save()
    return running


@transaction.atomic
def cancel_import(*, running: RegisterImport, by: Officer) -> RegisterImport:
    """Drop the file; nothing of it was written."""
    running = _locked(running, by)
    if running.state in (State.CHECKING, State.CHECKED):
        running.chunks.all().delete()
        running.state = State.CANCELLED
        running.save()
    return running


@transaction.atomic
def mend_line(
    *, running: RegisterImport, line: int, texts: Mapping[str, str], seen: str, by: Officer
) -> Outcome:
    """Put other texts into a line's cells (by column), and say what becomes of it now.

    Lines that had its number or name in common with it are checked again too. Columns of texts that the
    file has no column for are added.

    Raises:
        ImportChunk.DoesNotExist: the file has no such line.
        RefusedError: nothing of the file can be mended any more.
        EditConflictError: the line was mended on another page.
    """
    running = _locked(running, by)
    if why := why_closed(running):
        raise RefusedError(why)
    added = [key for key, text in texts.items() if text and key not in running.columns]
    running.columns += added
    columns = [column_of(running.kind, key) for key in running.columns]
    register = register_class(running.kind).load(running.kind, running.province)
    twins, mended = Twins(columns), None
    for chunk in running.chunks.iterator(chunk_size=1):
        again = []
        for at, (number, twin, cells) in enumerate(chunk.rows):
            if number == line:
                require_unchanged(line_version(cells), seen)
            cells += [None] * len(added)
            if number == line:
                cells = [_mended(cell, column, texts) for cell, column in zip(cells, columns, strict=True)]
            earlier = twins.earlier(number, cells)
            now = list(earlier) if earlier else None
            if number == line or now != twin:
                again.append(at)
            chunk.rows[at] = [number, now, cells]
        outcomes = check_rows([chunk.rows[at] for at in again], running.columns, register)
        for at, outcome in zip(again, outcomes, strict=True):
            chunk.outcomes[at] = outcome.stored
            mended = outcome if chunk.rows[at][0] == line else mended
        if again or added:
            chunk.save(update_fields=["rows", "outcomes"])
    if mended is None:
        raise ImportChunk.DoesNotExist
    running.counts = _counts(running.chunks.all())
    running.save()
    return mended


def why_closed(running: RegisterImport) -> str:
    """A sentence why no line can be mended now, or ""."""
    if running.state == State.CHECKING:
        return _("Tệp chưa kiểm tra xong nên chưa sửa được dòng nào; đợi kiểm tra xong rồi sửa.")
    if running.state != State.CHECKED:
        return _("Tệp này đã ghi hoặc đã hủy nên không sửa dòng nào nữa; nhập tệp mới.")
    return ""


def line_of(running: RegisterImport, line: int) -> tuple[list[Cell], Outcome]:
    """A line's cells, and what becomes of it; ImportChunk.DoesNotExist if there is none."""
    for chunk in running.chunks.iterator(chunk_size=1):
        for (number, _twin, cells), stored in zip(chunk.rows, chunk.outcomes, strict=False):
            if number == line:
                return cells, Outcome.loaded(stored)
    raise ImportChunk.DoesNotExist


def line_version(cells: Sequence[Cell]) -> Snapshot:
    return Snapshot.of(cells)


def _mended(cell: Cell, column: Column, texts: Mapping[str, str]) -> Cell:
    """The cell as it was read where its text stays: a date or number needs no reading again."""
    text = texts.get(column.key)
    if text is None or (text == editable_text(cell, column) and not is_unclear_day(cell, column)):
        return cell
    return text


def clear_imports(now: dt.datetime | None = None) -> int:
    old = RegisterImport.objects.filter(made_at__lt=(now or timezone.now()) - KEPT)
    return old.delete()[1].get("provinces.RegisterImport", 0)


@contextmanager
def _many_rows() -> Iterator[None]:
    """Without the garbage collector, which spends a third of the time on rows that are in no cycle."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _locked(running: RegisterImport, by: Officer) -> RegisterImport:
    running = RegisterImport.objects.select_for_update().get(pk=running.pk)
    if running.officer_id != by.pk or not by.is_active or not works_for(by, running.province):
        raise PermissionDenied
    return running


def _keep(running: RegisterImport, chunk: ImportChunk, outcomes: Sequence[Outcome]) -> None:
    chunk.outcomes = [outcome.stored for outcome in outcomes]
    chunk.is_checked = True
    chunk.save(update_fields=["outcomes", "is_checked"])
    kinds = Counter(running.counts) + Counter(outcome.kind.value for outcome in outcomes)
    running.counts = counted(kinds)


def _counts(chunks: QuerySet[ImportChunk]) -> dict[str, int]:
    kinds: Counter[str] = Counter()
    for outcomes in chunks.values_list("outcomes", flat=True).iterator(chunk_size=1):
        kinds.update(stored[0] for stored in outcomes)
    return counted(kinds)


def _write(running: RegisterImport, chunk: ImportChunk, register: Register, by: Officer) -> int:
    """Write what can be written of a part; the number of lines that others were before."""
    columns = {key: column_of(running.kind, key) for key in running.columns}
    outcomes = [Outcome.loaded(stored) for stored in chunk.outcomes]
    written = [at for at, outcome in enumerate(outcomes) if outcome.kind in WRITTEN]
    values = [loaded_form(outcomes[at].values, columns) for at in written]
    plans: list[Plan] = []
    stale = 0
    for at, (now, plan) in zip(written, register.match(values), strict=True):
        before = outcomes[at]
        if plan is None or (now.kind, now.pk, now.version) != (before.kind, before.pk, before.version):
            sentence = _("đơn vị này đã thay đổi sau khi xem trước; nhập lại dòng này để xem lại.")
            outcomes[at] = Outcome(Kind.STALE, now.pk, reasons=[("", sentence)])
            stale += 1
        else:
            plans.append(plan)
    _write_plans(plans, register, by, _("Nhập từ tệp %s") % running.file_name)
    if stale:
        chunk.outcomes = [outcome.stored for outcome in outcomes]
        chunk.save(update_fields=["outcomes"])
    return stale


def _write_plans(plans: Sequence[Plan], register: Register, by: Officer, source: str) -> None:
    if isinstance(register, MemberRegister):
        events = [pair for plan in plans for pair in plan.changed]
        try:
            change_union_members(events=events, by=by, source=source)
        except ValidationError as error:  # another province changed a cooperative just now
            raise RegisterChangedError(" ".join(error.messages)) from error
        return
    new: list[NewOrganisation] = []
    changed: dict[int, ChangedOrganisation] = {}
    for plan in plans:
        if plan.facts.row.pk is None:
            new.append(_as_new(plan))
        else:  # several lines may be about rows of one organisation
            one = changed.setdefault(plan.facts.row.pk, ChangedOrganisation(plan.facts.row, plan.row))
            one.parts += plan.changed
    if new:
        add_many(kind=register.model, organisations=new, by=by, source=source)
    if changed:
        change_many(kind=register.model, organisations=list(changed.values()), by=by, source=source)


def _as_new(plan: Plan) -> NewOrganisation:
    parts: dict[str, list[Any]] = {"events": plan.events, "half_years": plan.half_years, "fees": plan.fees}
    return NewOrganisation(plan.row, **parts)
