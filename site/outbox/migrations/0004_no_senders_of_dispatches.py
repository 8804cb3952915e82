from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("outbox", "0003_move_senders")]

    operations = [
        # A default for the way back, where rows stand without one.
        migrations.AlterField(
            model_name="dispatch", name="sender", field=models.CharField(default="", max_length=320)
        ),
        migrations.RemoveField(model_name="dispatch", name="sender"),
    ]
