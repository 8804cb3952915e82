"""Shows in the demo who comes in and how: a request, guests, invitations, a group by rule, an administrator's entry."""

from datetime import timedelta

from django.utils import timezone

from forum.entering import enter_room
from forum.guests import invite_guest
from forum.models import Room, RoomRule, Topic
from forum.rooms import ask_to_join
from members.groups import refill_group
from members.inviting import invite
from members.models import Group, Member, Organisation
from outbox.models import Delivery, Dispatch

ANIMATOR, ADMINISTRATOR = "animation@parvis.example", "admin@parvis.example"
ASKING = (
    "ibtissam.ouldhadj@schaerbeek.parvis.example",
    "Je prépare une médiation de quartier autour d’une place, et je voudrais profiter de vos conventions.",
)


def fill_access(rooms: dict[str, Room], members: dict[str, Member]) -> None:
    """Use the verbs that people use, so that the mails and notices stand there too."""
    mediation, steering = rooms["mediation"], rooms["pilotage-pssp"]
    asking, sentence = ASKING
    ask_to_join(mediation, member=members[asking], sentence=sentence)
    _invite_guests(mediation, members)
    by = members[ADMINISTRATOR]
    places = [f"room:{mediation.pk}", f"room:{rooms['inclusion'].pk}"]
    invite("sabine.verlinden@sociaalhuis.example", by=by, language="nl", name="Sabine Verlinden", places=places)
    invite("mediation@quartier-nord.example", by=by, language="fr", places=places[:1])
    _police_zones(rooms["polarisation"])
    enter_room(steering, by=by, reason="Vérifier un fichier signalé, à la demande de la direction")
    _take_as_sent()


def _take_as_sent() -> None:
    """No mail waits to leave because of what the demo tells; the verbs above wrote theirs."""
    now = timezone.now()
    waiting = Delivery.objects.filter(state=Delivery.State.PENDING)
    dispatches = list(waiting.values_list("dispatch", flat=True))
    waiting.update(state=Delivery.State.SENT, attempts=1, finished_at=now)
    Dispatch.objects.filter(pk__in=dispatches).update(state=Dispatch.State.DONE, finished_at=now)


def _invite_guests(room: Room, members: dict[str, Member]) -> None:
    """An expert of the network who is no member of the room, and one who has no account yet."""
    topic = Topic.objects.filter(room=room).order_by("pk").first()
    until = timezone.localdate() + timedelta(days=21)
    for email in ("felicien.mukandoli@molenbeek.parvis.example", "substitut@parquet-liege.example"):
        if topic:
            invite_guest(topic, by=members[ANIMATOR], email=email, until=until, language="fr")


def _police_zones(room: Room) -> None:
    """A group that a rule fills, and the room that follows it."""
    group = Group.objects.create(
        name_fr="Zones de police",
        name_nl="Politiezones",
        by_rule=True,
        organisation_kind=Organisation.Kind.POLICE_ZONE,
    )
    refill_group(group)
    RoomRule.objects.create(room=room, group=group)
