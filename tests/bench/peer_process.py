"""The peer's own process: HTML on standard input, the PDF on standard output.

As little around it as around the product's compiler; `--twice` lays out a second time and writes the seconds
of that alone to standard error: what is left without starting a process.
"""

import sys
from time import perf_counter

from weasyprint import HTML

if __name__ == "__main__":
    html = sys.stdin.buffer.read().decode()
    pdf = HTML(string=html).write_pdf()
    if "--twice" in sys.argv:
        begun = perf_counter()
        HTML(string=html).write_pdf()
        sys.stderr.write(f"{perf_counter() - begun}")
    sys.stdout.buffer.write(pdf)
