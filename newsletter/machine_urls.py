"""Addresses for programs: no language, no session, no cookie."""

from django.urls import path

from newsletter.views import machines

urlpatterns = [
    path("one-click/<str:language>/<str:token>/", machines.one_click, name="one_click"),
]
