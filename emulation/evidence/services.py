import hashlib

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import ManyToOneRel
from django.utils.translation import gettext as _

from emulation.evidence import storage
from emulation.evidence.file_kinds import detect_kind
from emulation.evidence.file_names import clean_name
from emulation.evidence.models import (
    Evidence,
    EvidenceQuerySet,
    max_file_bytes,
    max_province_bytes,
    size_label,
)
from emulation.evidence.permissions import manages_evidence
from emulation.year.events import Event
from emulation.year.models import EmulationYear
from provinces.accounts.models import Officer
from provinces.clusters.models import Province
from vietnamese.folding import name_key
from web.uploads import FileRefusedError


def add_evidence(
    *, contest_year: EmulationYear, province: Province, file: UploadedFile, title: str = "", by: Officer
) -> Evidence:
    """Store a file for that province, or return the one that it already has with the same content.

    Raises:
        FileRefusedError: with a sentence for the user.
        ValidationError: if the title is too long.
    """
    if not manages_evidence(by, contest_year, province):
        raise PermissionDenied
    if (file.size or 0) > max_file_bytes():
        raise FileRefusedError(
            _("Tệp nặng %(size)s; mỗi tệp không quá %(most)s. Giảm cỡ ảnh hoặc tách tệp.")
            % {"size": size_label(file.size or 0), "most": size_label(max_file_bytes())}
        )
    data = file.read()
    kind = detect_kind(data)
    evidence = Evidence(
        year=contest_year,
        province=province,
        title=title,
        name=clean_name(file.name or "", kind),
        kind=kind,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        uploaded_by=by,
    )
    # The file is written before its row is committed; without the row it must go again.
    stored = ""
    try:
        with transaction.atomic():
            # One upload of a year at a time: two at once could exceed the limit, or store a file twice.
            EmulationYear.objects.select_for_update().get(pk=contest_year.pk)
            province_files = Evidence.objects.of(contest_year.pk, province.pk)
            if duplicate := province_files.filter(sha256=evidence.sha256).first():
                return duplicate
            _require_room(province_files.total_bytes() + evidence.size)
            _require_new_name(province_files, evidence.name)
            stored = evidence.stored = storage.save(data)
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
    """Remove a file; its bytes stay for a day, because a backup may be copying them.

    Raises:
        ValidationError: if it is used.
    """
    if not manages_evidence(by, evidence.year, evidence.province):
        raise PermissionDenied
    stored = Evidence.objects.select_for_update().filter(pk=evidence.pk).first()
    if stored is None:
        return
    if is_used(stored):
        raise ValidationError(_("Minh chứng này đang được dùng. Gỡ nó ở nơi dùng trước rồi mới xóa được."))
    # Before the commit: after a crash in between, the file would look as old as its upload.
    storage.release(stored.stored)
    stored.delete()
    Event.objects.create(year=evidence.year, province=evidence.province, action="evidence.remove", by=by)


def is_used(evidence: Evidence) -> bool:
    """Whether any row refers to the file.

    Goes through all relations of the model, even those without a reverse name, so that none is forgotten.
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


def _require_new_name(province_files: EvidenceQuerySet, name: str) -> None:
    if holder := province_files.filter(name_key=name_key(name)).first():
        raise FileRefusedError(
            _("Kho minh chứng năm nay của tỉnh đã có tệp khác tên “%s”. Đổi tên tệp rồi chọn lại.")
            % holder.name
        )


def _require_room(total_bytes: int) -> None:
    if total_bytes > max_province_bytes():
        raise FileRefusedError(
            _("Kho minh chứng năm nay của tỉnh đã đầy (nhiều nhất %s). Xóa những tệp không dùng rồi tải lại.")
            % size_label(max_province_bytes())
        )
