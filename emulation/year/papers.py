"""Letters as files: PDF to sign, DOCX to edit."""

from django.http import HttpResponse

from emulation.year.frame import contest_page
from emulation.year.models import EmulationYear
from papers.letter import Letter, letter_pdf
from papers.letter_docx import DOCX, letter_docx
from papers.typeset import TypesettingError
from provinces.accounts.requests import OfficerRequest

_FORMS = {"pdf": (letter_pdf, "application/pdf", "inline"), "docx": (letter_docx, DOCX, "attachment")}


def paper_response(
    request: OfficerRequest, contest_year: EmulationYear, letter: Letter, *, name: str, form: str, here: str
) -> HttpResponse:
    """The letter as `pdf` or `docx`, or a page that says why it cannot be printed."""
    make, content_type, disposition = _FORMS[form]
    try:
        content = make(letter)
    except TypesettingError as error:
        context = {"reason": str(error)}
        return contest_page(
            request, contest_year, "emulation/year/not_printed.html", context, here=here, status=422
        )
    headers = {"Content-Disposition": f'{disposition}; filename="{name}.{form}"'}
    return HttpResponse(content, content_type=content_type, headers=headers)
