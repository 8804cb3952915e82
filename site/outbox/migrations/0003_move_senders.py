from django.db import migrations
from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce


def _first(rows, name):
    return Coalesce(Subquery(rows.order_by("pk").values(name)[:1]), Value(""))


def onto_messages(apps, schema_editor):
    """A message takes the sender of the first dispatch that carried it."""
    deliveries = apps.get_model("outbox", "Delivery").objects.filter(message=OuterRef("pk"))
    apps.get_model("outbox", "Message").objects.update(sender=_first(deliveries, "dispatch__sender"))


def onto_dispatches(apps, schema_editor):
    deliveries = apps.get_model("outbox", "Delivery").objects.filter(dispatch=OuterRef("pk"))
    apps.get_model("outbox", "Dispatch").objects.update(sender=_first(deliveries, "message__sender"))


class Migration(migrations.Migration):
    dependencies = [("outbox", "0002_senders_of_messages")]

    operations = [migrations.RunPython(onto_messages, onto_dispatches)]
