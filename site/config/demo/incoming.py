"""Lets a few mails arrive in the demo: an answer that waits for its member's click, an absence note, a lost mail."""

from datetime import timedelta
from email.message import EmailMessage

from django.conf import settings
from django.utils import timezone

from forum.models import Topic
from forum.replying import reply_address
from inbox.handling import handle
from inbox.models import Received
from inbox.storing import store
from members.models import Member

_ANSWERS = {
    "membre@parvis.example": (
        "maelle.dorsimont@courrier-prive.example",
        (
            "Nous avons un protocole de ce genre depuis 2021, signé avec la zone de police et le parquet.\n\n"
            "Je l'envoie volontiers à qui le demande ; il tient en trois pages."
        ),
    ),
    "lid@parvis.example": (
        "joke.vanderstege@prive.example",
        (
            "Wij werken al twee jaar met een vast overleg om de zes weken.\n\n"
            "Het verslag is telkens één bladzijde: wat is afgesproken, wie doet wat, tegen wanneer."
        ),
    ),
}


def fill_incoming(members: dict[str, Member]) -> int:
    """Let them arrive and be handled; return how many. Without an address for answers there are none."""
    if not settings.INBOUND_ADDRESS:
        return 0
    mails = [_answer(members[email], sender, words) for email, (sender, words) in _ANSWERS.items()]
    absence = _mail("absences@bruyeres.example", settings.INBOUND_ADDRESS, "Absence du bureau", "De retour lundi.")
    absence["Auto-Submitted"] = "auto-replied"
    lost = _mail("info@imprimerie.example", f"contact@{settings.INBOUND_ADDRESS.partition('@')[2]}", "Devis", "Voici.")
    for number, mail in enumerate((*mails, absence, lost), start=1):
        received, _is_new = store(mail.as_bytes())
        handle(received)
        Received.objects.filter(pk=received.pk).update(arrived_at=timezone.now() - timedelta(hours=3 * number))
    return Received.objects.count()


def _answer(member: Member, sender: str, words: str) -> EmailMessage:
    """Write her answer to a discussion in her language, from an address that the site does not know."""
    topics = Topic.objects.visible_to(member).filter(state=Topic.State.OPEN, language=member.language)
    topic = topics.exclude(author=member).order_by("pk")[0]
    return _mail(sender, reply_address(member, topic), f"RE: {topic.title}", words)


def _mail(sender: str, to: str, subject: str, words: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, to, subject
    mail["Message-ID"] = f"<demo-{sender.partition('@')[0]}@demo.parvis.example>"
    mail.set_content(words)
    return mail
