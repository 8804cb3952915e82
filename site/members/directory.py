"""The directory: finding colleagues by name, place, work, theme and language."""

from collections.abc import Iterable

from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast

from languages.folding import folded
from members.models import Member, MemberQuerySet, Organisation
from themes.models import Theme


def colleagues(reader: Member) -> MemberQuerySet:
    """Return the people whom the directory may show to this reader: approved members, for guests those she meets."""
    return Member.objects.visible_to(reader).filter(state=Member.State.APPROVED)


def narrowed(
    people: MemberQuerySet,
    *,
    town: str = "",
    organisation: int | None = None,
    kind: str = "",
    theme: int | None = None,
    language: str = "",
) -> MemberQuerySet:
    """Keep who meets every condition that is given (rows by their number); a theme counts with those below it."""
    conditions = Q()
    if town:
        conditions &= Q(organisation__town=town)
    if organisation:
        conditions &= Q(organisation=organisation)
    if kind:
        conditions &= Q(organisation__kind=kind)
    if theme:
        about = Theme.objects.filter(Q(pk=theme) | Q(parent=theme)).values("pk")
        conditions &= Q(pk__in=Member.themes.through.objects.filter(theme__in=about).values("member"))
    if language:
        people = people.annotate(reads_written=Cast("reads", CharField()))
        conditions &= Q(reads_written__contains=f'"{language}"')
    return people.filter(conditions)


def described(people: MemberQuerySet, *, words: str = "", function: str = "") -> MemberQuerySet:
    """Keep whose name or organisation holds every word, and whose function holds those of `function`.

    Case and accents do not count; the beginning of a word is enough. One query over short columns: a network has
    thousands of members, not millions.
    """
    wanted, done = folded(words).split(), folded(function).split()
    if not wanted and not done:
        return people
    said = people.order_by().values_list("pk", "function", "name", "organisation__name_fr", "organisation__name_nl")
    found = [pk for pk, work, *names in said if _hold(names, wanted) and _hold([work], done)]
    return people.filter(pk__in=found)


def towns(reader: Member) -> list[str]:
    """Return the towns in which the organisations of her colleagues are."""
    found = Organisation.objects.filter(members__in=colleagues(reader).values("pk")).exclude(town="")
    return sorted(set(found.order_by().values_list("town", flat=True)), key=folded)


def organisations(reader: Member) -> QuerySet[Organisation]:
    """Return the organisations whose page she may open: all for a member; for a guest those of the people she meets."""
    if reader.state == Member.State.APPROVED:
        return Organisation.objects.all()
    people = Member.objects.visible_to(reader).order_by().values("organisation")
    return Organisation.objects.filter(pk__in=people)


def _hold(texts: Iterable[str | None], wanted: list[str]) -> bool:
    """Say whether each wanted word begins a word of these texts."""
    words = folded(" ".join(text or "" for text in texts)).split()
    return all(any(word.startswith(each) for word in words) for each in wanted)
