"""Says in words why content is offered for a rubric, and what is to be known about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from contracts.candidates import Candidate
from languages.dates import date_format
from newsletter.rules import Rule
from newsletter.templatetags.newsletter_mail import in_which_language


@dataclass(frozen=True, kw_only=True)
class Reason:
    """A short sentence; `warns` when the editor should look twice."""

    words: str
    warns: bool = False


def why_offered(candidate: Candidate, *, rule: Rule, tags: Mapping[int, str]) -> list[Reason]:
    """Return what made the rule offer it: its tags, and its date."""
    wanted = rule.any_tags | rule.all_tags
    carried = sorted(tags[tag] for tag in candidate.tags & wanted if tag in tags)
    reasons = [Reason(words=_("tagged %(tags)s") % {"tags": ", ".join(carried)})] if carried else []
    if candidate.starts_at is not None:
        when = date_format(localtime(candidate.starts_at), "j F, H:i")
        return [*reasons, Reason(words=_("starts on %(when)s") % {"when": when})]
    published = date_format(localtime(candidate.published_at), "j F Y")
    return [*reasons, Reason(words=_("published on %(when)s") % {"when": published})]


def what_lacks(candidate: Candidate, *, languages: Sequence[str]) -> list[Reason]:
    """Return what is not as it should be: a missing language, a picture without words."""
    lacking = [language for language in languages if language not in candidate.versions]
    reasons = [Reason(words=_no_version(language), warns=True) for language in lacking]
    if any(version.image_url and not version.image_alt for version in candidate.versions.values()):
        reasons.append(Reason(words=_("picture without alternative text"), warns=True))
    return reasons


def why_out_of_time(candidate: Candidate, *, rule: Rule) -> list[Reason]:
    """Return why a chosen item does not fit the sending date any more."""
    if rule.is_timely(candidate):
        return []
    if candidate.starts_at is not None and candidate.starts_at < rule.until:
        return [Reason(words=_("event before the sending date"), warns=True)]
    if candidate.deadline is not None and candidate.deadline < localtime(rule.until).date():
        return [Reason(words=_("closed before the sending date"), warns=True)]
    return []


def is_new(candidate: Candidate, *, since: datetime | None) -> list[Reason]:
    """Return a note on what came out since the last issue's cut-off."""
    if since is None or candidate.published_at <= since:
        return []
    return [Reason(words=_("new since the last issue"))]


def carried_in(number: int) -> Reason:
    """It stands in another issue of the publication."""
    return Reason(words=_("already in no. %(number)s") % {"number": number}, warns=True)


def for_members() -> Reason:
    """Its words are for members, and this newsletter is for everybody."""
    return Reason(words=_("released for members only, and this newsletter is public"), warns=True)


def _no_version(language: str) -> str:
    names = {
        "fr": _("no French version"),
        "nl": _("no Dutch version"),
        "de": _("no German version"),
        "en": _("no English version"),
    }
    return names.get(language, in_which_language(language))
