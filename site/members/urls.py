"""Addresses of one's own account; allauth's stand in config/urls.py."""

from django.urls import path, re_path

from members import views

urlpatterns = [
    path("profile/", views.profile, name="profile"),
    path("waiting/", views.waiting, name="waiting"),
    # In allauth's place: a link that no longer works gets a page that says so, also when it is pressed twice.
    re_path(r"^accounts/confirm-email/(?P<key>[-:\w]+)/$", views.confirm_email, name="account_confirm_email"),
]
