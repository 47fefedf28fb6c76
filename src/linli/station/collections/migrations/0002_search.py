"""The search table: FTS5 on SQLite, arrays with GIN on PostgreSQL (see `index.py`)."""

from django.db import migrations

TABLE = "collections_search"
SQLITE = (
    f"CREATE VIRTUAL TABLE {TABLE} USING fts5(title, words, detail=column, "
    "tokenize=\"unicode61 remove_diacritics 0 tokenchars '=_-'\")"
)
POSTGRES = (
    f"CREATE TABLE {TABLE} (id bigint PRIMARY KEY, title text[] NOT NULL, words text[] NOT NULL);"
    f"CREATE INDEX {TABLE}_title_gin ON {TABLE} USING gin (title);"
    f"CREATE INDEX {TABLE}_words_gin ON {TABLE} USING gin (words)"
)


def make(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRES)


def drop(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {TABLE}")


class Migration(migrations.Migration):
    dependencies = [("collections", "0001_initial")]
    operations = [migrations.RunPython(make, drop)]
