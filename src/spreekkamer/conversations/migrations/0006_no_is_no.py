"""A no to filming is never taken back (docs/decisions/0040-code-in-the-letter.md): nothing could ever set this field."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("conversations", "0005_totals_per_year")]
    operations = [migrations.RemoveField("objection", "withdrawn_at")]
