"""The compiler process: reads JSON from standard input, writes the PDF or its paragraphs to standard output.

`typeset.py` runs this file as a script with these arguments: the output form (`pdf`, or `paragraphs` as
JSON), the layout, the root folder for imports, the font folder, and the memory limit in bytes. The reader
waits for every import, so it imports nothing of the project and little else. If the document cannot be
compiled, it exits with 1 and writes the compiler's message to standard error.
"""

import sys

import typst

try:
    import resource
except ImportError:  # not POSIX: there is only the time limit
    resource = None  # type: ignore[assignment]


def compile_document(layout: str, root: str, fonts: str, data: str) -> bytes:
    """Return the PDF: tagged (PDF/UA-1), archivable (PDF/A-2a), the same bytes for the same data.

    System fonts are ignored, so that pages look the same on every machine.
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
    paragraphs = typst.query(
        layout,
        "par",
        field="body",
        sys_inputs={"data": data},
        root=root,
        font_paths=[fonts],
        ignore_system_fonts=True,
    )
    return paragraphs.encode()


FORMS = {"pdf": compile_document, "paragraphs": read_paragraphs}

if __name__ == "__main__":
    form, layout, root, fonts, memory = sys.argv[1:]
    if resource:
        resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
    try:
        output = FORMS[form](layout, root, fonts, sys.stdin.buffer.read().decode())
    except typst.TypstError as error:
        # Only the diagnostic says where in the source the error is.
        sys.exit(str(error.diagnostic or error))
    sys.stdout.buffer.write(output)
