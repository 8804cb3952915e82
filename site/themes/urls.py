"""Addresses: the sheet of theme hues."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
