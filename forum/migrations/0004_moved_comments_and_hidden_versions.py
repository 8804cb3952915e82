import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('forum', '0003_first_answers'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='comment',
            name='moved_to',
            field=models.ForeignKey(help_text='the comment that stood here, in its new topic', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='forum.comment'),
        ),
        migrations.AddField(
            model_name='commentversion',
            name='hidden_at',
            field=models.DateTimeField(help_text='an animator keeps it from its readers', null=True),
        ),
        migrations.AddField(
            model_name='commentversion',
            name='hidden_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='topic',
            name='merged_at',
            field=models.PositiveIntegerField(help_text='the position there of its first comment', null=True),
        ),
    ]
