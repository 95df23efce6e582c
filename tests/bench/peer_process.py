"""The peer's process: HTML on standard input, PDF on standard output.

The file is of the report's kind, PDF/A-2a and tagged. `--twice` lays out a second time and writes the
milliseconds of that to standard error: the time without starting a process.
"""

import sys
from time import perf_counter

from weasyprint import HTML


def lay_out(html: str) -> bytes:
    return HTML(string=html).write_pdf(pdf_variant="pdf/a-2a")


if __name__ == "__main__":
    html = sys.stdin.buffer.read().decode()
    pdf = lay_out(html)
    if "--twice" in sys.argv:
        begun = perf_counter()
        lay_out(html)
        sys.stderr.write(f"{(perf_counter() - begun) * 1000}")
    sys.stdout.buffer.write(pdf)
