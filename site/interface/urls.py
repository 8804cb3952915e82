"""Addresses without a language: what browsers and robots ask for."""

from django.urls import path, re_path

from interface import views

urlpatterns = [
    re_path(r"^interface-(?P<version>[0-9a-f]+)\.(?P<kind>css|js)$", views.bundle, name="interface_bundle"),
    path("robots.txt", views.robots, name="robots"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("favicon.ico", views.favicon, name="favicon"),
]
