"""Starting the discussion about a page."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from forum.discussing import open_discussion, rooms_for, subject_of, version_for
from forum.discussing_forms import DiscussForm
from forum.errors import AlreadyDiscussedError, NotAllowedError, TokenTakenError
from forum.models import Topic
from forum.views.asking import MemberRequest
from interface.audiences import Audience, audience


@audience(Audience.MEMBERS)
@require_http_methods(["GET", "HEAD", "POST"])
def discuss(request: MemberRequest, key: str) -> HttpResponse:
    """Start the discussion about a content in one of her rooms, or go to the one that there is."""
    if Topic.objects.filter(subject_key=key).exists():
        return redirect(get_object_or_404(Topic.objects.visible_to(request.user), subject_key=key))
    subject = subject_of(key)
    rooms = rooms_for(subject, member=request.user) if subject else None
    if subject is None or not rooms:
        raise Http404
    form = DiscussForm(request.POST or None, rooms=rooms)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            return redirect(
                open_discussion(
                    subject,
                    room=said["room"],
                    author=request.user,
                    words_html=said["body"],
                    client_token=said["client_token"],
                )
            )
        except AlreadyDiscussedError:
            form.add_error(None, _("Somebody else has just started this discussion. Go back to the page to find it."))
        except NotAllowedError:
            form.add_error("room", _("You can no longer write in this room. Choose another one."))
        except TokenTakenError:
            form.add_error(None, _("This form has been used before. Send it once more."))
    version = version_for(subject, language=(get_language() or "fr")[:2])
    return render(request, "forum/discuss.html", {"form": form, "subject": version}, status=422 if form.errors else 200)
