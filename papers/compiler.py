"""The compiler's own process: JSON on standard input, the PDF or its paragraphs on standard output.

`typeset.py` runs this file as a script, with the form wanted (`pdf`, or `paragraphs` as JSON), the document's
layout, the root of what it may import, the folder of the fonts and the limit of memory in bytes. It imports
nothing of the project and little else, because all of its time is a reader's waiting. It ends with 1 and the
compiler's words on standard error where the document cannot be made.
"""

import sys

import typst

try:
    import resource
except ImportError:  # not POSIX: only the time limit remains
    resource = None  # type: ignore[assignment]


def compile_document(layout: str, root: str, fonts: str, data: str) -> bytes:
    """Return the PDF: tagged (PDF/UA-1), fit for the archive (PDF/A-2a), the same bytes for the same data.

    Only the given fonts are used, so that pages do not change with the machine.
    """
    return typst.compile(
        layout,
        sys_inputs={"data": data},
        root=root,
        font_paths=[fonts],
        ignore_system_fonts=True,
        pdf_standards=["a-2a", "ua-1"],
    )


def read_paragraphs(layout: str, root: str, fonts: str, data: str) -> bytes:
    """Return the document's paragraphs as the compiler's trees of content, in the order of the paper."""
    found = typst.query(
        layout,
        "par",
        field="body",
        sys_inputs={"data": data},
        root=root,
        font_paths=[fonts],
        ignore_system_fonts=True,
    )
    return found.encode()


FORMS = {"pdf": compile_document, "paragraphs": read_paragraphs}

if __name__ == "__main__":
    form, layout, root, fonts, memory = sys.argv[1:]
    if resource:
        resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
    try:
        made = FORMS[form](layout, root, fonts, sys.stdin.buffer.read().decode())
    except typst.TypstError as error:
        # str(error) has no place in the source; the diagnostic has.
        sys.exit(str(error.diagnostic or error))
    sys.stdout.buffer.write(made)
