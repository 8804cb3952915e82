"""What a member keeps for later, with her own notes."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from forum.keeping import annotate_kept, keep, kept_by, let_go
from forum.models import Comment
from forum.pages import Shown, address_of
from forum.reading_forms import KeptForm
from forum.views.asking import MemberRequest, numbered
from interface.audiences import Audience, audience

ON_A_PAGE = 30


@audience(Audience.MEMBERS)
@require_safe
def kept(request: MemberRequest) -> HttpResponse:
    """All that she keeps; what she may no longer read without its words."""
    rows = kept_by(request.user).select_related(
        "comment__topic__room__main_theme", "comment__user", "comment__organisation"
    )
    return render(request, "forum/kept.html", {"page": numbered(request, rows, size=ON_A_PAGE)})


@audience(Audience.MEMBERS)
@require_POST
def keep_comment(request: MemberRequest, pk: int) -> HttpResponse:
    """Keep a comment, or let it go."""
    comment = get_object_or_404(Comment.objects.visible_to(request.user).standing().select_related("topic"), id=pk)
    mine = kept_by(request.user).filter(comment=comment).first()
    if mine:
        let_go(mine)
        comment.kept = None
    else:
        comment.kept = keep(comment, member=request.user).pk
    if request.htmx:
        return render(request, "forum/components/keep.html", {"shown": Shown(comment=comment)})
    return redirect(address_of(comment.topic, position=comment.position))


@audience(Audience.MEMBERS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Her note, and when to be reminded."""
    mine = get_object_or_404(kept_by(request.user).select_related("comment__topic", "comment__user"), pk=pk)
    form = KeptForm(request.POST or None, instance=mine)
    if request.method == "POST" and form.is_valid():
        annotate_kept(mine, **form.cleaned_data)
        return redirect("kept")
    return render(request, "forum/kept_form.html", {"kept": mine, "form": form}, status=422 if form.errors else 200)


@audience(Audience.MEMBERS)
@require_POST
def remove(request: MemberRequest, pk: int) -> HttpResponse:
    """Keep it no longer."""
    let_go(get_object_or_404(kept_by(request.user), pk=pk))
    return redirect("kept")
