from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("outbox", "0001_first_tables")]

    operations = [
        migrations.AddField(
            model_name="message",
            name="sender",
            field=models.CharField(
                default="", help_text="the From header, in the words' language: Name <address>", max_length=320
            ),
            preserve_default=False,
        ),
    ]
