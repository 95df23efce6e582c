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
    """Store files chosen beside other fields; return the stored ones and a sentence for each refused one.

    Call it before validating the other fields: browsers do not fill in files again, so a wrong date must not
    lose a good file.
    """
    stored: list[Evidence] = []
    refused: list[str] = []
    for file in files:
        try:
            stored.append(
                services.add_evidence(
                    contest_year=contest_year,
                    province=province,
                    file=file,
                    by=request.user,  # type: ignore[arg-type]
                )
            )
        except FileRefusedError as error:
            refused.append(f"{file.name}: {error}")
    return stored, refused
