"""Addresses in each language: pages that people read."""

from django.urls import path

from interface import views

urlpatterns = [
    path("appearance/", views.appearance, name="appearance"),
]
