from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from figures.register_comparison.models import CompleteRegister
from figures.register_comparison.services import complete_registers, complete_snapshot
from provinces.clusters.models import Province
from web.edit_conflicts import Snapshot
from web.fields import DateField, word_errors
from web.versioned_forms import VersionedForm

Ledger = CompleteRegister.Ledger


class CompleteForm(VersionedForm, forms.Form):
    """A day for each list of the province; the fields are named for the ledgers."""

    coop = DateField(label=Ledger.COOPERATIVES.label, required=False)
    union = DateField(label=Ledger.UNIONS.label, required=False)
    group = DateField(label=Ledger.GROUPS.label, required=False)

    def __init__(self, *args: Any, province: Province, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.province = province
        stored = complete_registers(province)
        self.initial.update({ledger: row.since for ledger, row in stored.items()})
        self.carry_version(complete_snapshot(stored))
        for ledger in Ledger.values:
            self.fields[ledger].help_text = _(
                "Ngày bắt đầu đầy đủ, ví dụ 01/7/2025; để trống là chưa đầy đủ."
            )
        word_errors(self)

    def fresh(self, stored: Snapshot) -> "CompleteForm":
        return CompleteForm(province=self.province)

    @property
    def days(self) -> dict[str, Any]:
        return {ledger: self.cleaned_data[ledger] for ledger in Ledger.values}
