"""Stems join verb and participle now. On PostgreSQL the words get a table of their own, narrow enough to rank all that fits.

Beside the text they were stored packed and apart, and unpacking them took four times as long as ranking them.
"""

from django.db import migrations

from spreekkamer.questions.words import stems

TEXTS, WORDS, INDEX = "questions_dossiertext", "questions_dossierwords", "questions_dossierfts"
BATCH = 1000
APART = (
    f"ALTER TABLE {TEXTS} DROP COLUMN words",
    f"CREATE TABLE {WORDS} (id bigint PRIMARY KEY REFERENCES {TEXTS}(id) ON DELETE CASCADE, words tsvector NOT NULL)",
    f"INSERT INTO {WORDS} SELECT id, to_tsvector('simple', stems) FROM {TEXTS}",
    # without a list of what still has to be indexed, which each search would go through
    f"CREATE INDEX {INDEX} ON {WORDS} USING gin (words) WITH (fastupdate = off)",
    f"CREATE FUNCTION {WORDS}_follow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    f"INSERT INTO {WORDS} VALUES (new.id, to_tsvector('simple', new.stems)) "
    "ON CONFLICT (id) DO UPDATE SET words = excluded.words; RETURN NULL; END $$",
    f"CREATE TRIGGER {WORDS}_follow AFTER INSERT OR UPDATE OF stems ON {TEXTS} "
    f"FOR EACH ROW EXECUTE FUNCTION {WORDS}_follow()",
)
TOGETHER = (
    f"DROP TRIGGER {WORDS}_follow ON {TEXTS}",
    f"DROP FUNCTION {WORDS}_follow",
    f"DROP TABLE {WORDS}",
    f"ALTER TABLE {TEXTS} ADD COLUMN words tsvector GENERATED ALWAYS AS (to_tsvector('simple', stems)) STORED",
    f"CREATE INDEX {INDEX} ON {TEXTS} USING gin (words)",
)


def make(_apps, editor):
    if editor.connection.vendor == "postgresql":
        for statement in APART:
            editor.execute(statement)


def undo(_apps, editor):
    if editor.connection.vendor == "postgresql":
        for statement in TOGETHER:
            editor.execute(statement)


def stem_again(apps, _editor):
    texts = apps.get_model("questions", "DossierText").objects
    rows = []
    for row in texts.iterator(BATCH):
        row.stems = " ".join(stems(f"{row.title} {row.text}"))
        rows.append(row)
        if len(rows) == BATCH:
            texts.bulk_update(rows, ["stems"])
            rows = []
    texts.bulk_update(rows, ["stems"])


class Migration(migrations.Migration):
    dependencies = [("questions", "0005_reminder_dossier_simple")]
    operations = [migrations.RunPython(make, undo), migrations.RunPython(stem_again, migrations.RunPython.noop)]
