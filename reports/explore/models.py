from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from provinces.accounts.models import Officer
from web.model_fields import KeyedModel, KeyField, LineField


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def read_by(self, officer: Officer) -> "SavedViewQuerySet":
        """The officer's own, and those of the cluster after them."""
        views = self.filter(Q(owner=officer) | Q(owner=None))
        return views.order_by(models.F("owner").asc(nulls_last=True), "name_key", "pk")


class SavedView(KeyedModel):
    """A choice of Explore under a name: an address, and no copy of figures."""

    owner = models.ForeignKey(
        "provinces.Officer", on_delete=models.PROTECT, null=True, blank=True, related_name="saved_views"
    )  # none: the cluster's
    name = LineField(_("tên"), max_length=80, prints=False)
    name_key = KeyField(of="name")
    query = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(auto_now=True)
    changed_by = models.ForeignKey("provinces.Officer", on_delete=models.PROTECT, related_name="+")

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = _("lựa chọn đã lưu")
        verbose_name_plural = _("lựa chọn đã lưu")
        constraints = [
            models.UniqueConstraint(
                name="saved_view_name_once_an_owner",
                fields=["owner", "name_key"],
                violation_error_message=_("Tên này đã có. Chọn tên khác, hoặc ghi đè lựa chọn đã lưu đó."),
            ),
            models.UniqueConstraint(
                name="saved_view_name_once_a_cluster",  # a NULL owner is distinct from every other NULL
                fields=["name_key"],
                condition=Q(owner=None),
                violation_error_message=_("Cụm đã có lựa chọn tên này. Chọn tên khác, hoặc ghi đè."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
