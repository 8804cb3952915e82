"""What the writing pages share: files that survive a refusal, the look once more, drafts brought back."""

from typing import Any, TypeVar

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forum.attaching import attach
from forum.errors import FileRefusedError
from forum.file_forms import FilesForm
from forum.forms import CommentForm
from forum.models import Draft
from members.models import Member

WritingForm = TypeVar("WritingForm", bound=CommentForm)


def is_ready(form: CommentForm, *, by: Member) -> bool:
    """Whether a sent form can be published now. Its files are taken in any case: nobody chooses them twice."""
    if not form.is_bound:
        return False  # nothing at all was sent
    form.is_valid()
    take_files(form, by=by)
    if form.hints:
        form.fields["body"].widget.attrs.pop("autofocus", None)  # the eye goes to what was noticed
    return form.is_valid() and not form.hints


def take_files(form: FilesForm, *, by: Member) -> None:
    """Keep each chosen file that we take; a refusal stands beside the field."""
    for upload in form.cleaned_data.get("uploads", ()):
        try:
            (attachment,) = attach([upload], by=by)
        except FileRefusedError as refusal:
            form.add_error("uploads", str(refusal))
        else:
            form.hold(attachment)


def placed(form: WritingForm, *, place: str, draft: Draft | None = None) -> WritingForm:
    """Tell a form where its words would go, and which draft they come from."""
    form.place, form.draft = place, draft
    return form


def words_of(draft: Draft | None) -> dict[str, Any]:
    """Return what was typed, as initial values."""
    if draft is None:
        return {}
    words = {"title": draft.title, "body": draft.body_html, "language": draft.language, "kind": draft.kind}
    return draft.more | {name: value for name, value in words.items() if value}


def files_of(draft: Draft | None) -> list[Any]:
    """Return the files that wait with a draft."""
    return list(draft.attachments.all()) if draft else []


def say_who_cannot_read(request: HttpRequest, names: list[str]) -> None:
    """Tell the writer, and nobody else, that a mention reached nobody."""
    if names:
        text = ngettext(
            "%(names)s cannot read this discussion, and was not told that you mention them.",
            "%(names)s cannot read this discussion, and were not told that you mention them.",
            len(names),
        )
        messages.warning(request, text % {"names": ", ".join(names)})


def say_it_is_kept(request: HttpRequest) -> None:
    """Confirm a draft."""
    messages.success(request, _("Your draft is kept: you find it here, on any device, for 60 days."))
