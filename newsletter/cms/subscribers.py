"""Subscribers in the CMS, to read: who receives what, and the record of consent."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.views.generic import IndexView, InspectView

from newsletter.models import Publication, Subscriber, Subscription


class SubscriberFilters(WagtailFilterSet):
    """By publication, state and language."""

    publication = django_filters.ModelChoiceFilter(
        field_name="subscriptions__publication", queryset=Publication.objects.all(), label=gettext_lazy("Publication")
    )
    state = django_filters.ChoiceFilter(
        field_name="subscriptions__state", choices=Subscription.State, label=gettext_lazy("State")
    )

    class Meta:
        model = Subscriber
        fields = ("publication", "state", "language")


class SubscriberList(IndexView):
    """All addresses, newest first; nobody edits them here."""

    filterset_class = SubscriberFilters
    search_fields = ("address", "address_normal")
    is_searchable = True
    page_title = gettext_lazy("Subscribers")

    def get_base_queryset(self) -> QuerySet[Subscriber]:
        """Leave erased ones out."""
        found = Subscriber.objects.filter(erased_at=None).prefetch_related("subscriptions__publication")
        return found.distinct().order_by("-created_at", "-pk")

    def search_queryset(self, queryset: QuerySet[Subscriber]) -> QuerySet[Subscriber]:
        """Find a part of an address; capitals do not count."""
        words = self.search_query
        if not words:
            return queryset
        return queryset.filter(Q(address__icontains=words) | Q(address_normal__icontains=words.lower()))


class SubscriberInspect(InspectView):
    """One address: its subscriptions, and the record of its consent."""

    template_name = "newsletter/cms/subscriber.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add both."""
        subscriptions = self.object.subscriptions.select_related("publication")
        consents = self.object.consents.select_related("publication").order_by("-at", "-pk")
        return super().get_context_data(**kwargs) | {"subscriptions": subscriptions, "consents": consents}


def received(subscriber: Subscriber) -> str:
    return ", ".join(
        f"{subscription.publication} ({subscription.get_state_display()})"
        for subscription in subscriber.subscriptions.all()
    )


def its_page(subscriber: Subscriber) -> str:
    return reverse("newsletter_subscribers:inspect", args=[subscriber.pk])
