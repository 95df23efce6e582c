"""Which register the lines of a kind of file are compared with."""

from provinces.register_import.checking import Register
from provinces.register_import.columns import ROWS
from provinces.register_import.event_register import EventRegister
from provinces.register_import.member_register import MemberRegister
from provinces.register_import.models import RegisterImport
from provinces.register_import.row_register import RowRegister


def register_class(kind: str) -> type[Register]:
    if ROWS.get(kind) == "events":
        return EventRegister
    if kind == RegisterImport.Kind.UNION_MEMBERS:
        return MemberRegister
    return RowRegister if kind in ROWS else Register
