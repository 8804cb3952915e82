"""What the readers of a topic take away, written by its author or an animator."""

from django.db import transaction
from django.utils import timezone

from forum.models import Summary, Topic
from forum.permissions import require_steward
from members.models import Member


@transaction.atomic
def write_summary(topic: Topic, *, by: Member, text_fr: str, text_nl: str) -> None:
    """Write or change the summary; one language may be missing, and two empty texts take it away.

    Raises NotAllowedError. Who opened a topic without her name doesn't sign its summary either.
    """
    require_steward(topic, by)
    if not text_fr and not text_nl:
        Summary.objects.filter(topic=topic).delete()
        return
    signs = not (topic.is_anonymous and topic.author_id == by.pk)
    written = {"text_fr": text_fr, "text_nl": text_nl, "by": by if signs else None, "at": timezone.now()}
    Summary.objects.update_or_create(topic=topic, defaults=written)


def release_draft(topic: Topic) -> dict[str, str]:
    """Return what a release of this topic can start from: its title and what is taken away, by the form's names."""
    summary = Summary.objects.filter(topic=topic).first()
    texts = {"fr": summary.text_fr, "nl": summary.text_nl} if summary else {}
    return {
        f"{part}_{code}": value
        for code, text in texts.items()
        if text
        for part, value in (("title", topic.title if code == topic.language else ""), ("text", text))
    }
