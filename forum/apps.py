from django.apps import AppConfig


class ForumConfig(AppConfig):
    name = "forum"


class PackagedComments(AppConfig):
    """django-comments-xtd without its signal, which rewrites counts and visibility on every save."""

    name = "django_comments_xtd"
    default_auto_field = "django.db.models.AutoField"
