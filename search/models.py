"""The search index: one row per findable text and language, copied from the apps that own the texts."""

from django.db import models


class Document(models.Model):
    """A text that somebody may find.

    `id` grows with `date` (index.number_for), so that "the newest hits" is the order of the primary key, which both
    databases walk without sorting. `title_stems`, `body_stems` and `marks` feed the database's full-text index by
    triggers (migration 0001): a later migration that remakes this table on SQLite must create the triggers again.
    """

    # Short columns first: SQLite reads a row from its beginning, and the texts may fill many pages.
    id = models.BigAutoField(primary_key=True)
    key = models.CharField(max_length=120)
    language = models.CharField(max_length=8)
    kind = models.CharField(max_length=30)
    where = models.CharField(db_column="place", max_length=80, help_text="“public”, or the place whose readers find it")
    within = models.CharField(max_length=80, blank=True, help_text="a smaller place inside, or nothing")
    date = models.DateTimeField()
    indexed_at = models.DateTimeField()
    themes = models.TextField(blank=True, help_text="primary keys with a space between them")
    marks = models.TextField(help_text="kind, language, themes and places as words of the full-text index")
    url = models.TextField()
    title = models.TextField()
    title_stems = models.TextField()
    body_stems = models.TextField(blank=True)
    body = models.TextField(blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("key", "language"), name="document_once_per_language"),)

    def __str__(self) -> str:
        return f"{self.key} ({self.language})"
