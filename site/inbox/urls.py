"""The address to which a provider brings mail: no language, no session, no cookie."""

from django.urls import path

from inbox import webhook

urlpatterns = [
    path("incoming/<path:rest>", webhook.arrive, name="incoming_mail"),
]
