"""The index of the dossier: it follows the rows by itself, in the database, whoever writes them."""

from django.db import migrations

TABLE, FTS = "questions_dossiertext", "questions_dossierfts"
SQLITE = (
    f"CREATE VIRTUAL TABLE {FTS} USING fts5(stems, content='{TABLE}', content_rowid='id', tokenize='unicode61')",
    f"CREATE TRIGGER {FTS}_insert AFTER INSERT ON {TABLE} BEGIN "
    f"INSERT INTO {FTS}(rowid, stems) VALUES (new.id, new.stems); END",
    f"CREATE TRIGGER {FTS}_delete AFTER DELETE ON {TABLE} BEGIN "
    f"INSERT INTO {FTS}({FTS}, rowid, stems) VALUES ('delete', old.id, old.stems); END",
    f"CREATE TRIGGER {FTS}_update AFTER UPDATE OF stems ON {TABLE} BEGIN "
    f"INSERT INTO {FTS}({FTS}, rowid, stems) VALUES ('delete', old.id, old.stems); "
    f"INSERT INTO {FTS}(rowid, stems) VALUES (new.id, new.stems); END",
)
POSTGRESQL = (
    f"ALTER TABLE {TABLE} ADD COLUMN words tsvector GENERATED ALWAYS AS (to_tsvector('dutch', stems)) STORED",
    f"CREATE INDEX {FTS} ON {TABLE} USING gin (words)",
)
BACK = {
    "sqlite": (*(f"DROP TRIGGER {FTS}_{name}" for name in ("insert", "delete", "update")), f"DROP TABLE {FTS}"),
    "postgresql": (f"ALTER TABLE {TABLE} DROP COLUMN words",),
}


def make(_apps, editor):
    for statement in POSTGRESQL if editor.connection.vendor == "postgresql" else SQLITE:
        editor.execute(statement)


def undo(_apps, editor):
    for statement in BACK[editor.connection.vendor]:
        editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("questions", "0003_answers_terms_dossier")]
    operations = [migrations.RunPython(make, undo)]
