"""Addresses of people: one's own account, the directory; allauth's stand in config/urls.py."""

from django.urls import path, re_path

from members import people_views, views

urlpatterns = [
    path("profile/", views.profile, name="profile"),
    path("profile/handover/", people_views.handover, name="handover"),
    path("waiting/", views.waiting, name="waiting"),
    path("members/", people_views.directory, name="directory"),
    path("members/<int:pk>/", people_views.member, name="member"),
    path("organisations/<int:pk>/", people_views.organisation, name="organisation"),
    # In allauth's place: an invitation fills in the form.
    path("accounts/signup/", views.signup, name="account_signup"),
    # In allauth's place: a link that no longer works gets a page that says so, also when it is pressed twice.
    re_path(r"^accounts/confirm-email/(?P<key>[-:\w]+)/$", views.confirm_email, name="account_confirm_email"),
]
