"""Lines about the events of organisations; who joined or left a union is in a file of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from provinces.register.event_checks import check_event
from provinces.register.event_models import BEGINNINGS, ENDS, OF_UNIONS
from provinces.register.models import Organisation
from provinces.register.projection import in_order
from provinces.register_import.columns import event_kinds
from provinces.register_import.plan import LineRefusedError, Values
from provinces.register_import.row_register import RowRegister, lines_of_rows

_COLUMNS = {"kind": "event", "happened_on": "happened_on"}  # by field


@dataclass
class EventRegister(RowRegister):
    """The organisations, of whose events each line names one."""

    def own(self, rows: list[Any]) -> list[Any]:
        return [event for event in rows if event.kind not in OF_UNIONS]

    def check(self, after: Any, before: Any, rows: list[Any], organisation: Organisation) -> None:
        """The rules of an event's form; a decision or note alone contradicts nothing."""
        if before is not None and before.telling == after.telling:
            return
        after.organisation = organisation
        others = [event for event in rows if event is not before]
        if after.kind not in event_kinds(self.model):
            raise LineRefusedError("event", _("loại đơn vị này không có “%s”; ghi giá trị khác.") % after)
        for kinds in (BEGINNINGS, ENDS):
            if after.kind in kinds and (told := [event for event in others if event.kind in kinds]):
                raise LineRefusedError(
                    "event",
                    _("đơn vị này đã ghi “%(event)s”, mã dòng %(key)s; ghi mã đó ở cột Mã dòng để sửa.")
                    % {"event": told[0], "key": told[0].pk or "–"},
                )
        if after.kind in ENDS and after.happened_on is None:
            raise LineRefusedError("happened_on", _("chấm dứt hoạt động phải có ngày; ghi ngày."))
        try:
            check_event(after, rows)
        except ValidationError as error:
            field, (sentence, *_others) = next(iter(error.message_dict.items()))
            raise LineRefusedError(
                _COLUMNS.get(field, "event"), sentence[:1].lower() + sentence[1:]
            ) from error

    @staticmethod
    def lines(kind: str, keys: Sequence[int]) -> list[Values]:
        """In the order of days: what a line says may follow from those before."""
        return lines_of_rows(
            kind,
            keys,
            lambda rows: in_order(event for event in rows if event.kind not in OF_UNIONS),
        )
