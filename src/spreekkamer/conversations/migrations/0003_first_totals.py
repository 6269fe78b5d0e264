"""The totals of what was there already: counted once, from then on kept up with every act."""

from collections import Counter
from zoneinfo import ZoneInfo

from django.db import migrations

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
COLUMN = {"planned": "planned", "open": "planned", "held": "held", "cancelled": "cancelled", "no_show": "no_show"}


def count(apps, schema_editor):
    Conversation = apps.get_model("conversations", "Conversation")
    Total = apps.get_model("conversations", "Total")
    objected = set(
        apps.get_model("conversations", "Objection")
        .objects.filter(withdrawn_at=None)
        .values_list("conversation_id", flat=True)
    )
    cells = {}
    rows = Conversation.objects.order_by().values_list(
        "pk", "starts_at", "room_id", "law", "kind", "state", "under_permit"
    )
    for pk, starts_at, room, law, kind, state, under_permit in rows.iterator():
        day = starts_at.astimezone(AMSTERDAM).date()
        for grain, first in (("day", day), ("month", day.replace(day=1))):
            cell = cells.setdefault((grain, first, room, law, kind), Counter())
            cell[COLUMN[state]] += 1
            if state == "held":
                cell["under_permit"] += under_permit
                cell["objected"] += pk in objected
    Total.objects.bulk_create(
        (
            Total(grain=grain, begins_on=first, room_id=room, law=law, kind=kind, **numbers)
            for (grain, first, room, law, kind), numbers in cells.items()
        ),
        batch_size=500,
    )


class Migration(migrations.Migration):
    dependencies = [("conversations", "0002_counting")]
    operations = [migrations.RunPython(count, migrations.RunPython.noop)]
