"""Taking in a file, and removing it again."""

import hashlib

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import ManyToOneRel
from django.utils.translation import gettext as _

from emulation.evidence import storage
from emulation.evidence.file_kinds import recognised
from emulation.evidence.file_names import clean_name
from emulation.evidence.models import Evidence, most_bytes, most_together, size_label
from emulation.evidence.permissions import keeps_evidence
from emulation.year.events import Event
from emulation.year.models import EmulationYear
from provinces.accounts.models import Officer
from provinces.clusters.models import Province
from web.uploads import FileRefusedError


def add_evidence(
    *, contest_year: EmulationYear, province: Province, file: UploadedFile, title: str = "", by: Officer
) -> Evidence:
    """Puts a file by for that province; a file that it has already is that one, and not a second.

    The bytes are written before the row and removed again if the row is not.

    Raises:
        PermissionDenied: if the officer does not work for that province, or it takes no part in that year.
        FileRefusedError: with a sentence, if the file is refused.
        ValidationError: if the title is too long.
    """
    if not keeps_evidence(by, contest_year, province):
        raise PermissionDenied
    if (file.size or 0) > most_bytes():
        raise FileRefusedError(
            _("Tệp nặng %(size)s; mỗi tệp không quá %(most)s. Giảm cỡ ảnh hoặc tách tệp.")
            % {"size": size_label(file.size or 0), "most": size_label(most_bytes())}
        )
    data = file.read()
    kind = recognised(data)
    evidence = Evidence(
        year=contest_year,
        province=province,
        title=title.strip(),
        name=clean_name(file.name or "", kind),
        kind=kind,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        uploaded_by=by,
    )
    stored = ""
    try:
        with transaction.atomic():
            # One upload of a year at a time: two must not both find the last room, or the same file missing.
            EmulationYear.objects.select_for_update().get(pk=contest_year.pk)
            kept = Evidence.objects.of(contest_year.pk, province.pk)
            if same := kept.filter(sha256=evidence.sha256).first():
                return same
            _require_room(kept.bytes_together() + evidence.size)
            stored = evidence.stored = storage.keep(data)
            evidence.full_clean()
            evidence.save()
            Event.objects.create(year=contest_year, province=province, action="evidence.add", by=by)
    except BaseException:
        if stored:
            storage.remove(stored)
        raise
    return evidence


@transaction.atomic
def remove_evidence(*, evidence: Evidence, by: Officer) -> None:
    """Removes a file that nothing rests on; its bytes go once the row is gone for good.

    Raises:
        PermissionDenied: if the officer does not work for its province.
        ValidationError: if it is used.
    """
    if not keeps_evidence(by, evidence.year, evidence.province):
        raise PermissionDenied
    found = Evidence.objects.select_for_update().filter(pk=evidence.pk).first()
    if found is None:
        return
    if is_used(found):
        raise ValidationError(_("Minh chứng này đang được dùng. Gỡ nó ở nơi dùng trước rồi mới xóa được."))
    stored = found.stored
    found.delete()
    Event.objects.create(year=evidence.year, province=evidence.province, action="evidence.remove", by=by)
    transaction.on_commit(lambda: storage.remove(stored))


def is_used(evidence: Evidence) -> bool:
    """Whether anything rests on the file.

    Asked of the model's own relations, those without a name back included: a new use of evidence must not be
    forgotten here.
    """
    relations = (
        field
        for field in Evidence._meta.get_fields(include_hidden=True)
        if isinstance(field, ManyToOneRel) and field.related_model is not None
    )
    return any(
        relation.related_model._base_manager.filter(**{relation.field.name: evidence}).exists()
        for relation in relations
    )


def _require_room(together: int) -> None:
    if together > most_together():
        raise FileRefusedError(
            _("Kho minh chứng năm nay của tỉnh đã đầy (nhiều nhất %s). Xóa những tệp không dùng rồi tải lại.")
            % size_label(most_together())
        )
