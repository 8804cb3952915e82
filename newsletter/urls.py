"""Addresses for people, in each language."""

from django.urls import path

from newsletter import feeds
from newsletter.views import archive, subscribers

urlpatterns = [
    path("letters/", archive.letter_archive, name="letter_archive"),
    path("letters/<slug:slug>/feed/", feeds.issue_feed, name="letter_feed"),
    path("subscribe/", subscribers.subscribe, name="subscribe"),
    path("subscribe/sent/", subscribers.subscribe_sent, name="subscribe_sent"),
    path("subscribe/confirm/<str:token>/", subscribers.confirm_subscription, name="confirm_subscription"),
    path("subscription/<str:token>/", subscribers.subscription, name="subscription"),
    path("unsubscribe/<str:token>/", subscribers.unsubscribe, name="unsubscribe"),
]
