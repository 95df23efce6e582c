"""Files chosen beside other fields."""

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from emulation.evidence import services
from emulation.evidence.models import Evidence
from emulation.year.models import EmulationYear
from provinces.clusters.models import Province
from web.uploads import FileRefusedError


def take_files(
    request: HttpRequest, files: list[UploadedFile], contest_year: EmulationYear, province: Province
) -> tuple[list[Evidence], list[str]]:
    """Puts by what was chosen beside other fields: what was taken, and a sentence for each that was refused.

    Done before the other fields are looked at: a browser fills no file in again, so a good file must not be
    lost with a wrong date.
    """
    taken: list[Evidence] = []
    refused: list[str] = []
    for chosen in files:
        try:
            taken.append(
                services.add_evidence(
                    contest_year=contest_year,
                    province=province,
                    file=chosen,
                    by=request.user,  # type: ignore[arg-type]
                )
            )
        except FileRefusedError as error:
            refused.append(f"{chosen.name}: {error}")
    return taken, refused
