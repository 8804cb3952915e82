"""Addresses: the sheet of theme hues."""

from django.urls import re_path

from themes import views

urlpatterns = [re_path(r"^themes-(?P<version>[0-9a-z]+)\.css$", views.hues, name="theme_hues")]
