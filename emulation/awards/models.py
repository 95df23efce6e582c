"""A proposal to commend somebody (hồ sơ đề nghị khen thưởng), from the draft to the decision."""

import datetime as dt

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from emulation.awards.title_models import NomineeKind, Title
from emulation.year.models import EmulationYear
from provinces.accounts.models import Officer
from provinces.clusters.permissions import sees_cluster
from provinces.clusters.succession import own_or_merged
from provinces.register.models import Organisation
from vietnamese.folding import folded, name_key
from web.model_fields import KeyedModel, KeyField, LineField, LinesField


class DossierQuerySet(models.QuerySet["Dossier"]):
    def awarded(self) -> "DossierQuerySet":
        return self.filter(state=Dossier.State.AWARDED)

    def readable_by(self, officer: Officer, contest_year: EmulationYear) -> "DossierQuerySet":
        """The year's dossiers that the officer may read; the files attached to them ask this, too.

        A province reads all of its own, everybody reads awarded ones. Those who see the whole cluster read
        what was sent; what was returned is its province's again, and only the secretary reads along.
        """
        readable = Q(state=Dossier.State.AWARDED)
        if officer.role in Officer.PROVINCIAL_ROLES:
            readable |= own_or_merged(officer.province_id)
        if sees_cluster(officer, contest_year.year):
            readable |= Q(state__in=[Dossier.State.SENT, Dossier.State.PROPOSED, Dossier.State.REFUSED])
        if officer.role == Officer.Role.SECRETARY:
            readable |= Q(state=Dossier.State.RETURNED)
        return self.filter(readable, year=contest_year)

    def named(self, text: str) -> "DossierQuerySet":
        """Return those whose nominee or title contains each word, without regard to case and accents."""
        dossiers = self
        for word in folded(text).split():
            dossiers = dossiers.filter(search_text__contains=word)
        return dossiers

    def of_nominee(self, dossier: "Dossier") -> "DossierQuerySet":
        """Return those of the same nominee: same row of the register, or same name in the same province.

        A nominee from the register may have been proposed by name before, and renamed since.
        """
        same_name = Q(province=dossier.province_id, kind=dossier.kind)
        if dossier.kind != NomineeKind.ALLIANCE:
            same_name &= Q(name_key=name_key(dossier.name))
        for field in Dossier.REGISTERED.values():
            if key := getattr(dossier, f"{field}_id"):
                return self.filter(Q(**{f"{field}_id": key}) | same_name & Q(**{f"{field}_id": None}))
        return self.filter(same_name)


class Dossier(KeyedModel):
    """One nominee for one title. Only `services` changes its state."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Đang soạn")
        SENT = "sent", _("Đã gửi")
        RETURNED = "returned", _("Trả lại")
        PROPOSED = "proposed", _("Đã đề nghị cấp trên")
        AWARDED = "awarded", _("Đã khen thưởng")
        REFUSED = "refused", _("Không khen thưởng")

    EDITABLE = (State.DRAFT, State.RETURNED)
    # Kinds that are in the register, with the field that holds the row.
    REGISTERED = {
        NomineeKind.COOPERATIVE: "cooperative",
        NomineeKind.UNION: "union",
        NomineeKind.GROUP: "group",
    }

    year = models.ForeignKey(
        "emulation.EmulationYear",
        verbose_name=_("năm thi đua"),
        on_delete=models.PROTECT,
        related_name="dossiers",
    )
    province = models.ForeignKey(
        "provinces.Province", verbose_name=_("tỉnh đề nghị"), on_delete=models.PROTECT, related_name="+"
    )
    title = models.ForeignKey(
        Title, verbose_name=_("danh hiệu, hình thức"), on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(_("đối tượng"), max_length=12, choices=NomineeKind)
    name = LineField(_("tên đối tượng"), max_length=200)
    position_held = LineField(_("chức vụ, đơn vị công tác hoặc địa chỉ"), max_length=200, blank=True)
    cooperative = models.ForeignKey(
        "provinces.Cooperative",
        verbose_name=_("HTX trong danh sách"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="dossiers",
    )
    union = models.ForeignKey(
        "provinces.CooperativeUnion",
        verbose_name=_("liên hiệp HTX trong danh sách"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="dossiers",
    )
    group = models.ForeignKey(
        "provinces.CooperativeGroup",
        verbose_name=_("tổ hợp tác trong danh sách"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="dossiers",
    )
    achievements = LinesField(_("thành tích"), blank=True)
    other_awards = LinesField(_("khen thưởng trước đây ngoài hệ thống"), blank=True)
    evidence = models.ManyToManyField(
        "emulation.Evidence", verbose_name=_("minh chứng kèm theo"), blank=True, related_name="+"
    )
    state = models.CharField(
        _("trạng thái"), max_length=10, choices=State, default=State.DRAFT, editable=False
    )
    version = models.PositiveIntegerField(default=0, editable=False)
    # NULL for rows that were last saved before the columns.
    changed_at = models.DateTimeField(_("sửa lúc"), null=True, editable=False)
    changed_by = models.ForeignKey(
        "provinces.Officer",
        verbose_name=_("người sửa"),
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    decision_number = LineField(_("số quyết định"), max_length=60, blank=True)
    decided_on = models.DateField(_("ngày quyết định"), null=True, blank=True)
    name_key = KeyField(of="name", db_index=True)
    search_text = models.CharField(max_length=600, editable=False)

    objects = DossierQuerySet.as_manager()

    class Meta:
        verbose_name = _("hồ sơ khen thưởng")
        verbose_name_plural = _("hồ sơ khen thưởng")
        ordering = ["province__position", "title__position", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="dossier_once_a_year",
                fields=["year", "province", "title", "kind", "name_key"],
                condition=~Q(state="refused"),
                violation_error_message=_("Năm nay đã có hồ sơ đề nghị danh hiệu này cho đối tượng đó."),
            ),
            models.CheckConstraint(
                name="dossier_registered_as_its_kind",
                condition=Q(cooperative=None, union=None, group=None)
                | Q(kind="cooperative", cooperative__isnull=False, union=None, group=None)
                | Q(kind="union", cooperative=None, union__isnull=False, group=None)
                | Q(kind="group", cooperative=None, union=None, group__isnull=False),
                violation_error_message=_("Đơn vị trong danh sách không đúng với đối tượng đã chọn."),
            ),
            models.CheckConstraint(
                name="dossier_kind_and_state_known",
                condition=Q(
                    kind__in=NomineeKind.values,
                    state__in=["draft", "sent", "returned", "proposed", "awarded", "refused"],
                ),
                violation_error_message=_("Đối tượng hoặc trạng thái không có trong danh sách."),
            ),
            models.CheckConstraint(
                name="dossier_decision_when_awarded",
                condition=Q(state="awarded", decided_on__isnull=False) & ~Q(decision_number="")
                | ~Q(state="awarded") & Q(decided_on=None, decision_number=""),
                violation_error_message=_("Hồ sơ đã khen thưởng phải có số và ngày quyết định."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.title}"

    def save(self, *args: object, **kwargs: object) -> None:
        self.fold_texts()
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def fold_texts(self) -> None:
        text = f"{self.name} {self.position_held} {self.title.name} {self.decision_number}"
        self.search_text = folded(text)[:600]

    @property
    def registered(self) -> Organisation | None:
        return self.cooperative or self.union or self.group

    @property
    def is_editable(self) -> bool:
        return self.state in self.EDITABLE

    @property
    def papers_on(self) -> dt.date:
        """The day whose law its papers follow: of the decision, of the last sending, or today."""
        if self.decided_on:
            return self.decided_on
        sent = [step.at for step in self.steps.all() if step.action == DossierStep.Action.SEND]
        return timezone.localdate(max(sent)) if sent and not self.is_editable else timezone.localdate()


class DossierStep(models.Model):
    """One step of a dossier: who, when, why."""

    class Action(models.TextChoices):
        SAVE = "save", _("Lập hồ sơ")
        SEND = "send", _("Gửi Cụm")
        RETURN = "return", _("Trả lại")
        PROPOSE = "propose", _("Đề nghị cấp trên")
        AWARD = "award", _("Ghi quyết định khen thưởng")
        CORRECT = "correct", _("Sửa số, ngày quyết định")
        REFUSE = "refuse", _("Không khen thưởng")

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="steps")
    action = models.CharField(_("việc"), max_length=10, choices=Action)
    reason = LinesField(_("lý do"), blank=True)
    by = models.ForeignKey("provinces.Officer", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("bước của hồ sơ")
        verbose_name_plural = _("các bước của hồ sơ")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.get_action_display()
