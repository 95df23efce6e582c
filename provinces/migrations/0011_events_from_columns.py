"""What the columns of the register say becomes events; a union's members become dated memberships.

Neither the day of a state nor that of joining a union was stored: their events have no day. Nobody is said to
have changed an organisation.
"""

from typing import Any

from django.db import migrations

KINDS = {
    "Cooperative": "CooperativeEvent",
    "CooperativeUnion": "UnionEvent",
    "CooperativeGroup": "GroupEvent",
}
SPANS = {"Cooperative": "CooperativeSpan", "CooperativeUnion": "UnionSpan", "CooperativeGroup": "GroupSpan"}
BATCH = 2000


def to_events(apps: Any, schema_editor: Any) -> None:
    alias = schema_editor.connection.alias

    def manager(name: str) -> Any:
        return apps.get_model("provinces", name)._default_manager.using(alias)

    for name, event_name in KINDS.items():
        events, spans = [], []
        event, span = apps.get_model("provinces", event_name), apps.get_model("provinces", SPANS[name])
        for row in manager(name).order_by("pk").iterator(chunk_size=BATCH):
            told = [("founded", row.founded_on)] if row.founded_on else []
            if row.legal_state not in ("active", "ended"):
                told.append((row.legal_state, None))
                spans.append(span(organisation_id=row.pk, what=row.legal_state))
            if row.ended_on:
                told.append((row.ended_how, row.ended_on))
            events += [
                event(
                    organisation_id=row.pk,
                    kind=kind,
                    happened_on=day,
                    entered_by_id=row.changed_by_id,
                    entered_at=row.changed_at,
                )
                for kind, day in told
            ]
        manager(event_name).bulk_create(events, batch_size=BATCH)
        manager(SPANS[name]).bulk_create(spans, batch_size=BATCH)

    coop_event = apps.get_model("provinces", "CooperativeEvent")
    membership = apps.get_model("provinces", "UnionMembership")
    events, memberships = [], []
    for union in manager("CooperativeUnion").order_by("pk"):
        for coop in union.member_coops.order_by("pk"):
            events.append(
                coop_event(
                    organisation_id=coop.pk,
                    union_id=union.pk,
                    kind="joined_union",
                    entered_by_id=union.changed_by_id,
                    entered_at=union.changed_at,
                )
            )
            memberships.append(membership(union_id=union.pk, cooperative_id=coop.pk, until=coop.ended_on))
    manager("CooperativeEvent").bulk_create(events, batch_size=BATCH)
    manager("UnionMembership").bulk_create(memberships, batch_size=BATCH)


def to_columns(apps: Any, schema_editor: Any) -> None:
    """The columns are there; the members of unions go back to their table."""
    alias = schema_editor.connection.alias
    memberships = apps.get_model("provinces", "UnionMembership").objects.using(alias)
    for row in memberships.filter(until=None).select_related("union"):
        row.union.member_coops.add(row.cooperative_id)
    for name in (*KINDS.values(), *SPANS.values(), "UnionMembership"):
        apps.get_model("provinces", name)._default_manager.using(alias).all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("provinces", "0010_dated_register"),
    ]

    operations = [
        migrations.RunPython(to_events, to_columns),
    ]
