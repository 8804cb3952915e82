"""Addresses under /fr/ and /nl/; pages of the tree are Wagtail's."""

from django.urls import path

from home import views
from home.feeds import NewsFeed
from interface.audiences import Audience, audience

urlpatterns = [
    path("themes/", views.list_themes, name="themes"),
    path("themes/<slug:slug>/", views.show_theme, name="theme"),
    path("entries/<int:pk>/", views.show_entry, name="entry"),
    path("events/<int:pk>.ics", views.event_calendar, name="event_calendar"),
    path("agenda.ics", views.calendar_feed, name="calendar_feed"),
    path("feed.atom", audience(Audience.PUBLIC)(NewsFeed()), name="news_feed"),
]
