"""The CMS's addresses about incoming mail, mounted by a hook below the CMS."""

from django.urls import path

from inbox import views
from interface.audiences import Audience, audience

_cms = audience(Audience.CMS)

urlpatterns = [
    path("reports/incoming-mail/", _cms(views.IncomingMails.as_view()), name="incoming_mails"),
    path("reports/incoming-mail/<int:pk>/", _cms(views.IncomingMail.as_view()), name="incoming_mail_shown"),
    path("reports/incoming-mail/<int:pk>/again/", _cms(views.again), name="incoming_mail_again"),
]
