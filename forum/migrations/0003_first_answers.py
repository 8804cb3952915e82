from django.db import migrations
from django.db.models import F, OuterRef, Q, Subquery


def find(apps, schema_editor):
    """The first comment of somebody else than the topic's author."""
    comment, topic = apps.get_model("forum", "Comment"), apps.get_model("forum", "Topic")
    others = comment.objects.filter(topic=OuterRef("pk"), position__gt=1).exclude(
        Q(user__isnull=False) & Q(user=F("topic__author"))
    )
    topic.objects.update(first_answer_at=Subquery(others.order_by("position").values("submit_date")[:1]))


class Migration(migrations.Migration):
    dependencies = [("forum", "0002_notices_files_kinds_and_meetings")]

    operations = [migrations.RunPython(find, migrations.RunPython.noop)]
