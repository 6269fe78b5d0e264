"""A reminder knows nothing of who saw it. On PostgreSQL the stems are indexed as they are: they were made already."""

from django.db import migrations

TABLE, INDEX = "questions_dossiertext", "questions_dossierfts"


def indexed_as(dictionary):
    return (
        f"ALTER TABLE {TABLE} DROP COLUMN words",
        f"ALTER TABLE {TABLE} ADD COLUMN words tsvector GENERATED ALWAYS AS (to_tsvector('{dictionary}', stems)) STORED",
        f"CREATE INDEX {INDEX} ON {TABLE} USING gin (words)",
    )


def make(_apps, editor):
    if editor.connection.vendor == "postgresql":
        for statement in indexed_as("simple"):
            editor.execute(statement)


def undo(_apps, editor):
    if editor.connection.vendor == "postgresql":
        for statement in indexed_as("dutch"):
            editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("questions", "0004_dossier_index")]
    operations = [
        migrations.RemoveField(model_name="reminder", name="seen_by"),
        migrations.RunPython(make, undo),
    ]
