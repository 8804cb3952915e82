"""The index, and each database's own full-text structures, kept in step by triggers."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# The tokens are made in Python (search/words.py), so that both databases answer alike: here they are only split at spaces.
SQLITE = (
    """CREATE VIRTUAL TABLE search_words USING fts5(title_stems, body_stems, marks, content='search_document',
       content_rowid='id', columnsize=0, tokenize="ascii tokenchars '=:-_.'")""",
    """CREATE TRIGGER search_document_inserted AFTER INSERT ON search_document BEGIN
         INSERT INTO search_words (rowid, title_stems, body_stems, marks)
         VALUES (new.id, new.title_stems, new.body_stems, new.marks);
       END""",
    """CREATE TRIGGER search_document_deleted AFTER DELETE ON search_document BEGIN
         INSERT INTO search_words (search_words, rowid, title_stems, body_stems, marks)
         VALUES ('delete', old.id, old.title_stems, old.body_stems, old.marks);
       END""",
    """CREATE TRIGGER search_document_updated AFTER UPDATE OF id, title_stems, body_stems, marks ON search_document BEGIN
         INSERT INTO search_words (search_words, rowid, title_stems, body_stems, marks)
         VALUES ('delete', old.id, old.title_stems, old.body_stems, old.marks);
         INSERT INTO search_words (rowid, title_stems, body_stems, marks)
         VALUES (new.id, new.title_stems, new.body_stems, new.marks);
       END""",
)
SQLITE_BACK = (
    "DROP TRIGGER search_document_inserted",
    "DROP TRIGGER search_document_deleted",
    "DROP TRIGGER search_document_updated",
    "DROP TABLE search_words",
)

# Written out as tsvector text ('word':3), never parsed: the server's parser would split words by its own locale.
POSTGRESQL = (
    """CREATE FUNCTION search_positions(stems text, gap integer) RETURNS tsvector LANGUAGE sql IMMUTABLE AS $$
         SELECT coalesce(string_agg(
           '''' || replace(replace(word, '\\', '\\\\'), '''', '''''') || ''':' || least(place + gap, 16383), ' '
         ), '')::tsvector
         FROM unnest(string_to_array(stems, ' ')) WITH ORDINALITY AS words (word, place) WHERE word <> ''
       $$""",
    """CREATE FUNCTION search_document_words() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
         NEW.words := search_positions(NEW.title_stems, 0) || search_positions(NEW.body_stems, 1)
                      || array_to_tsvector(array_remove(string_to_array(NEW.marks, ' '), ''));
         RETURN NEW;
       END $$""",
    "ALTER TABLE search_document ADD COLUMN words tsvector",
    # In the row itself if it can be, so that looking through many rows does not fetch each one's words from elsewhere.
    "ALTER TABLE search_document ALTER COLUMN words SET STORAGE MAIN, ALTER COLUMN body_stems SET STORAGE EXTERNAL",
    "CREATE INDEX search_document_words ON search_document USING gin (words)",
    """CREATE TRIGGER search_document_written BEFORE INSERT OR UPDATE OF title_stems, body_stems, marks
       ON search_document FOR EACH ROW EXECUTE FUNCTION search_document_words()""",
)
POSTGRESQL_BACK = (
    "DROP TRIGGER search_document_written ON search_document",
    "ALTER TABLE search_document DROP COLUMN words",
    "DROP FUNCTION search_document_words()",
    "DROP FUNCTION search_positions(text, integer)",
)


def create(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Create what this database needs."""
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement, params=None)


def drop(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Drop it again."""
    for statement in SQLITE_BACK if schema_editor.connection.vendor == "sqlite" else POSTGRESQL_BACK:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    initial = True
    dependencies: list[tuple[str, str]] = []
    operations = [
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", models.CharField(max_length=120)),
                ("language", models.CharField(max_length=8)),
                ("kind", models.CharField(max_length=30)),
                (
                    "where",
                    models.CharField(
                        db_column="place", help_text="“public”, or the place whose readers find it", max_length=80
                    ),
                ),
                ("within", models.CharField(blank=True, help_text="a smaller place inside, or nothing", max_length=80)),
                ("date", models.DateTimeField()),
                ("indexed_at", models.DateTimeField()),
                ("themes", models.TextField(blank=True, help_text="primary keys with a space between them")),
                (
                    "marks",
                    models.TextField(help_text="kind, language, themes and places as words of the full-text index"),
                ),
                ("url", models.TextField()),
                ("title", models.TextField()),
                ("title_stems", models.TextField()),
                ("body_stems", models.TextField(blank=True)),
                ("body", models.TextField(blank=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("key", "language"), name="document_once_per_language")
                ],
            },
        ),
        migrations.RunPython(create, drop),
    ]
