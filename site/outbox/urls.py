"""The CMS's addresses about outgoing mail, mounted by a hook below the CMS."""

from django.urls import path

from interface.audiences import Audience, audience
from outbox import views

_cms = audience(Audience.CMS)

urlpatterns = [
    path("reports/outgoing-mail/", _cms(views.OutgoingMail.as_view()), name="outgoing_mail"),
    path("reports/outgoing-mail/<int:pk>/", _cms(views.OutgoingDispatch.as_view()), name="outgoing_dispatch"),
    path("reports/outgoing-mail/<int:pk>/pause/", _cms(views.pause), name="outgoing_pause"),
    path("reports/outgoing-mail/<int:pk>/resume/", _cms(views.resume), name="outgoing_resume"),
    path("reports/outgoing-mail/<int:pk>/cancel/", _cms(views.Cancel.as_view()), name="outgoing_cancel"),
    path("reports/outgoing-mail/<int:pk>/again/", _cms(views.SendAgain.as_view()), name="outgoing_send_again"),
]
