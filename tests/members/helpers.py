"""Reading mails as a person does."""

import re

from outbox.models import Delivery


def mails_to(address):
    return list(Delivery.objects.filter(address=address).order_by("pk").select_related("message"))


def subjects_to(address):
    return [mail.message.subject for mail in mails_to(address)]


def last_mail_to(address):
    return mails_to(address)[-1].message


def link_in(message, part):
    """The path of the one link in a mail that contains `part`."""
    found = [url for url in re.findall(r"https?://testserver(/\S*)", message.text) if part in url]
    assert len(found) == 1, message.text
    return found[0]


def save_seen(client, path, said):
    """Save a form of the CMS that shows first who comes and goes, as somebody who has looked at it."""
    answer = client.post(path, said)
    mark = answer.context.get("mark") if answer.context else None
    return client.post(path, said | {"seen": mark}) if mark else answer
