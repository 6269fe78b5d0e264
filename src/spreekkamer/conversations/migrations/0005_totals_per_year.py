"""Totals per year beside those per month and day: the sum of what was there already."""

from django.db import migrations, models
from django.db.models import Sum
from django.db.models.functions import ExtractYear

COLUMNS = ("planned", "held", "cancelled", "no_show", "moved", "under_permit", "objected")


def add_years(apps, schema_editor):
    Total = apps.get_model("conversations", "Total")
    months = (
        Total.objects.filter(grain="month")
        .annotate(year=ExtractYear("begins_on"))
        .order_by()
        .values("year", "room_id", "law", "kind")
        .annotate(**{f"sum_{name}": Sum(name) for name in COLUMNS})
    )
    Total.objects.bulk_create(
        (
            Total(
                grain="year",
                begins_on=f"{row['year']}-01-01",
                room_id=row["room_id"],
                law=row["law"],
                kind=row["kind"],
                **{name: row[f"sum_{name}"] for name in COLUMNS},
            )
            for row in months
        ),
        batch_size=500,
    )


class Migration(migrations.Migration):
    dependencies = [("conversations", "0004_source_token")]
    operations = [
        migrations.AlterField(
            model_name="total",
            name="grain",
            field=models.CharField(choices=[("day", "Day"), ("month", "Month"), ("year", "Year")], max_length=5),
        ),
        migrations.RunPython(add_years, migrations.RunPython.noop),
    ]
