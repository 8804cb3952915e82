"""The forum, and the package that its comments inherit from."""

from django.apps import AppConfig


class ForumConfig(AppConfig):
    """Listens to groups, whose people are members of rooms."""

    name = "forum"
    default = True  # this module has two; without it Django takes neither

    def ready(self) -> None:
        """Watch what members announces, and our own rules."""
        from contracts.announcing import watch
        from forum import invited, leaving, receivers

        watch(receivers.groups_have_changed)
        watch(invited.let_invited_in)
        watch(leaving.follow_organisations)


class PackagedComments(AppConfig):
    """django-comments-xtd without its signal, which rewrites counts and visibility on every save."""

    name = "django_comments_xtd"
    default_auto_field = "django.db.models.AutoField"
