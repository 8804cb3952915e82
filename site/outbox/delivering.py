"""Puts deliveries into their table: one, or a whole audience in one statement."""

import hashlib
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import connection, models
from django.db.models import Case, Exists, F, OuterRef, QuerySet, TextField, Value, When
from django.db.models.functions import Cast, Coalesce, Concat, JSONObject, Now, Substr
from django.utils import timezone

from outbox.addresses import address_key, split_mailbox
from outbox.models import Delivery, Dispatch, Message, Suppression

SUPPRESSED = "suppressed"


def scopes_of(dispatch: Dispatch) -> list[str]:
    """Return the scopes whose suppressions this dispatch honours; only account mail passes “all”."""
    scopes = [dispatch.kind, dispatch.scope]
    return [scope for scope in ([*scopes, "all"] if dispatch.kind != Dispatch.Kind.ACCOUNT else scopes) if scope]


def insert_delivery(
    dispatch: Dispatch, *, message: Message, address: str, language: str, recipient_key: str, tokens: Mapping[str, str]
) -> Delivery | None:
    """Return the new delivery; None when the dispatch has the address, or the address is suppressed."""
    key = address_key(address)
    suppressed = Suppression.objects.filter(address_key=key, scope__in=scopes_of(dispatch)).exists()
    fields: dict[str, Any] = {}
    if suppressed:
        fields = {"state": Delivery.State.SKIPPED, "reason": SUPPRESSED, "finished_at": timezone.now()}
    delivery, created = Delivery.objects.get_or_create(
        dispatch=dispatch,
        address_key=key,
        defaults={
            "message": message,
            "address": address,
            "language": language,
            "recipient_key": recipient_key,
            "tokens": dict(tokens),
            "mail_id": f"{_mail_id_prefix(dispatch)}{key[:32]}@{mail_domain()}",
        }
        | fields,
    )
    return delivery if created and not suppressed else None


def insert_deliveries(dispatch: Dispatch, *, message: Message, recipients: "QuerySet[Any]") -> int:
    """Return how many rows one INSERT … SELECT wrote; addresses that the dispatch has already are left alone."""
    columns = _columns(dispatch, message)
    selected = recipients.order_by().annotate(**{f"_{name}": value for name, value in columns.items()})
    query, parameters = selected.values_list(*(f"_{name}" for name in columns)).query.sql_with_params()
    table = connection.ops.quote_name(Delivery._meta.db_table)
    names = ", ".join(connection.ops.quote_name(_column(name)) for name in columns)
    # SQLite would read ON after a bare SELECT as a join's: hence WHERE true around the subquery.
    statement = f"INSERT INTO {table} ({names}) SELECT * FROM ({query}) AS audience WHERE true ON CONFLICT DO NOTHING"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return int(cursor.rowcount)


def mail_domain() -> str:
    """Return the domain that our mails are from."""
    return split_mailbox(settings.MAIL_FROM)[1].rpartition("@")[2]


def _columns(dispatch: Dispatch, message: Message) -> dict[str, Any]:
    unwanted = Exists(Suppression.objects.filter(address_key=OuterRef("address_key"), scope__in=scopes_of(dispatch)))
    text = TextField()
    empty = Value("", output_field=text)
    return {
        "dispatch": Value(dispatch.pk, output_field=models.BigIntegerField()),
        "message": Value(message.pk, output_field=models.BigIntegerField()),
        "address": F("address"),
        "address_key": F("address_key"),
        "recipient_key": F("recipient_key"),
        "language": F("language"),
        "tokens": JSONObject(token=Coalesce(Cast("token", text), empty)),
        "state": Case(
            When(unwanted, then=Value(str(Delivery.State.SKIPPED))), default=Value(str(Delivery.State.PENDING))
        ),
        "reason": Case(When(unwanted, then=Value(SUPPRESSED)), default=empty, output_field=text),
        "owner": empty,
        "not_before": Now(),
        "attempts": Value(0),
        "mail_id": Concat(
            Value(_mail_id_prefix(dispatch)),
            Substr("address_key", 1, 32),
            Value(f"@{mail_domain()}"),
            output_field=text,
        ),
        "created_at": Now(),
        "finished_at": Case(When(unwanted, then=Now()), default=None, output_field=models.DateTimeField()),
    }


def _column(name: str) -> str:
    field: Any = Delivery._meta.get_field(name)
    return str(field.column)


def _mail_id_prefix(dispatch: Dispatch) -> str:
    # The key's hash keeps a rebuilt database from saying an old Message-ID again, which readers' mail would drop.
    digest = hashlib.sha256(f"{dispatch.key}:{dispatch.created_at.timestamp()}".encode()).hexdigest()
    return f"{dispatch.pk}.{digest[:8]}."
