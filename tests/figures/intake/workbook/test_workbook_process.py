"""The reader's process: what it may use is limited before a file is looked at, whatever the file is."""

import io
import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
import xlsxwriter

from figures.intake.workbook import process, reader
from web import uploads

PROMISED = 2  # seconds, from the start of the reader to the refusal
ENOUGH_TO_END = 0.4  # seconds to start a process, to kill it, and to say so


def confined(code: str, *, memory: int = reader.MEMORY_LIMIT, seconds: int = reader.PROCESSOR_LIMIT):
    """Runs the code in a process with the reader's own limits."""
    folder = Path(process.__file__).parent
    source = f"import sys; sys.path.insert(0, {str(folder)!r}); from process import confine\n"
    source += f"import resource; confine({memory}, {seconds})\n{textwrap.dedent(code)}"
    return subprocess.run(  # noqa: S603 - our own lines
        [sys.executable, "-c", source], capture_output=True, text=True, check=False
    )


def test_limits_add_up_to_what_is_promised():
    assert reader.TIME_LIMIT + ENOUGH_TO_END < PROMISED
    assert reader.PROCESSOR_LIMIT < reader.TIME_LIMIT
    assert reader.MEMORY_LIMIT == 256 << 20


def test_limits_are_set_before_anything_is_read():
    done = confined("print([resource.getrlimit(k) for k in (resource.RLIMIT_AS, resource.RLIMIT_CPU)])")
    assert done.stdout.strip() == str([(256 << 20,) * 2, (reader.PROCESSOR_LIMIT,) * 2])


def test_more_memory_than_allowed_is_not_given():
    assert "MemoryError" in confined("bytearray(256 << 20)").stderr


def test_work_without_end_is_ended_by_the_system():
    assert confined("while True: pass").returncode < 0


def test_nothing_is_written_to_a_file(tmp_path):
    done = confined(f"f = open({str(tmp_path / 'x')!r}, 'w'); f.write('x'); f.flush()")
    assert done.returncode != 0
    assert (tmp_path / "x").stat().st_size == 0


@pytest.mark.parametrize("code", ["while True: pass", "import time; time.sleep(600)"])
def test_reader_that_does_not_end_is_killed_and_the_file_refused(code, tmp_path, monkeypatch):
    """Another script in the reader's place: it is our own limit that is looked at, not a file's speed."""
    script, left = tmp_path / "process.py", tmp_path / "pid"
    script.write_text(
        f"import os, pathlib; pathlib.Path({str(left)!r}).write_text(str(os.getpid()))\n{code}\n"
    )
    monkeypatch.setattr(reader, "PROCESS", script)
    with pytest.raises(uploads.FileRefusedError, match="Đọc tệp quá lâu"):
        reader.read_filled(b"PK", None, [])  # type: ignore[arg-type] - it is refused before anybody asks
    with pytest.raises(ProcessLookupError):
        os.kill(int(left.read_text()), 0)


def test_every_file_is_read_under_the_limits(monkeypatch, tmp_path):
    script = tmp_path / "process.py"
    script.write_text("import json, sys; print(json.dumps({'refused': ' '.join(sys.argv[1:])}))")
    monkeypatch.setattr(reader, "PROCESS", script)
    said = reader._run(b"PK")
    assert said == {"refused": f"{reader.MEMORY_LIMIT} {reader.PROCESSOR_LIMIT}"}


def test_answer_is_bounded():
    """A file of one long text, said a thousand times: small as it comes, and without end on the way back."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    book.add_worksheet("_bieu").write(0, 0, "form")
    page = book.add_worksheet()
    page.write_row(0, 0, ["code", "value", "state", "estimate", "note", "explanation"])
    for line in range(1, 1500):
        page.write_row(line, 0, ["coop.new", *["o" * 4000] * 5])
    book.close()
    assert process.answer(target.getvalue()) == '{"refused": "large"}'
