"""The compiler's own process: JSON on standard input, the PDF on standard output.

`typeset.py` runs this file as a script, with the document's source, the folder of the fonts and the limit of
memory in bytes. It imports nothing of the project and little else, because all of its time is a reader's
waiting. It ends with 1 and the compiler's words on standard error where the document cannot be made.
"""

import sys

import typst

try:
    import resource
except ImportError:  # not POSIX: only the time limit remains
    resource = None  # type: ignore[assignment]


def compile_document(source: str, data: str, fonts: str) -> bytes:
    """Return the PDF: tagged (PDF/UA-1), fit for the archive (PDF/A-2a), the same bytes for the same data.

    Only the given fonts are used, so that pages do not change with the machine.
    """
    return typst.compile(
        source,
        sys_inputs={"data": data},
        font_paths=[fonts],
        ignore_system_fonts=True,
        pdf_standards=["a-2a", "ua-1"],
    )


if __name__ == "__main__":
    report, folder, memory = sys.argv[1:]
    if resource:
        resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
    try:
        pdf = compile_document(report, sys.stdin.buffer.read().decode(), folder)
    except typst.TypstError as error:
        # str(error) has no place in the source; the diagnostic has.
        sys.exit(str(error.diagnostic or error))
    sys.stdout.buffer.write(pdf)
