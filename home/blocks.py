"""The blocks that pages are written with. Their fields keep the block tree out of the migrations."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageBlock

PROSE = ["bold", "italic", "ol", "ul", "link", "document-link"]


def refuse_private_document(document: Any) -> None:
    """Raise ValidationError when the document lies in a collection that not everybody may read."""
    if document is not None and document.collection.get_view_restrictions():
        raise ValidationError(_("This document lies in a closed collection. Choose one that everybody may read."))


class PublicDocumentBlock(DocumentChooserBlock):
    """A document that everybody may read."""

    def clean(self, value: Any) -> Any:
        """Refuse a document from a closed collection."""
        document = super().clean(value)
        refuse_private_document(document)
        return document


class QuoteBlock(blocks.StructBlock):
    """Somebody's words."""

    text = blocks.TextBlock(label=_("what was said"), rows=3)
    who = blocks.CharBlock(label=_("by whom"), required=False, help_text=_("For example: “A street worker, Namur”."))

    class Meta:
        icon = "openquote"
        label = _("Quote")
        template = "home/blocks/quote.html"


class PictureBlock(blocks.StructBlock):
    """A picture in the text."""

    image = ImageBlock(label=_("picture"))
    caption = blocks.CharBlock(
        label=_("caption"), required=False, help_text=_("Stands below, with the photographer's name.")
    )

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "home/blocks/picture.html"


class DocumentBlock(blocks.StructBlock):
    """A file to download."""

    document = PublicDocumentBlock(label=_("document"))
    label = blocks.CharBlock(
        label=_("words of the link"), required=False, help_text=_("Left empty: the document's own title.")
    )

    class Meta:
        icon = "doc-full"
        label = _("Document")
        template = "home/blocks/document.html"


class FactsBlock(blocks.StructBlock):
    """A few facts that a hurried reader finds at once."""

    title = blocks.CharBlock(label=_("title"), required=False, help_text=_("For example: “To remember”."))
    items = blocks.ListBlock(blocks.CharBlock(label=_("fact")), label=_("facts"), min_num=1)

    class Meta:
        icon = "list-ul"
        label = _("List of facts")
        template = "home/blocks/facts.html"


class ButtonBlock(blocks.StructBlock):
    """A link that stands out, to a page of ours or somebody else's."""

    text = blocks.CharBlock(label=_("words of the button"), help_text=_("Say what happens: “Download the programme”."))
    page = blocks.PageChooserBlock(label=_("page of this site"), required=False)
    url = blocks.URLBlock(label=_("or an address elsewhere"), required=False)

    class Meta:
        icon = "link"
        label = _("Link button")
        template = "home/blocks/button.html"

    def clean(self, value: Any) -> Any:
        """Ask for exactly one aim."""
        cleaned = super().clean(value)
        if bool(cleaned["page"]) == bool(cleaned["url"]):
            error = ValidationError(_("Give either a page of this site or an address elsewhere."))
            raise StructBlockValidationError(block_errors={"url": error})
        return cleaned


class BodyBlock(blocks.StreamBlock):
    """The text of a page."""

    paragraph = blocks.RichTextBlock(
        label=_("Paragraph"), features=PROSE, icon="pilcrow", template="home/blocks/paragraph.html"
    )
    heading = blocks.CharBlock(label=_("Heading"), icon="title", template="home/blocks/heading.html")
    subheading = blocks.CharBlock(
        label=_("Heading below a heading"), icon="title", template="home/blocks/subheading.html"
    )
    quote = QuoteBlock()
    picture = PictureBlock()
    document = DocumentBlock()
    facts = FactsBlock()
    button = ButtonBlock()

    def clean(self, value: Any) -> Any:
        """Refuse a lower heading with no heading above it: who hears the page would look for the missing one."""
        cleaned = super().clean(value)
        for number, child in enumerate(cleaned):
            if child.block_type == "heading":
                break
            if child.block_type == "subheading":
                error = ValidationError(_("Put a heading above this one first, or make this one a heading."))
                raise StreamBlockValidationError(block_errors={number: error})
        return cleaned


class MomentBlock(blocks.StructBlock):
    """One moment of a programme."""

    time = blocks.TimeBlock(label=_("hour"), format="%H:%M")
    what = blocks.CharBlock(label=_("what happens"))
    who = blocks.CharBlock(label=_("with whom"), required=False)

    class Meta:
        icon = "time"
        label = _("Moment")


class ProgrammeBlock(blocks.StreamBlock):
    """A programme by the hour."""

    moment = MomentBlock()


class BlockField(StreamField):
    """A StreamField whose blocks live in the code alone: changing them needs no migration."""

    block_class: type[blocks.StreamBlock]

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("blank", True)
        super().__init__(self.block_class(), **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """Leave the blocks out: a migration that repeats them helps nobody."""
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [], kwargs


class BodyField(BlockField):
    """The text of a page."""

    block_class = BodyBlock


class ProgrammeField(BlockField):
    """The programme of an event."""

    block_class = ProgrammeBlock
