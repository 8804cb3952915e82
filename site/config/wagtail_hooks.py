"""What the whole site has to say on the CMS's first page."""

from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.ui.components import Component

from config.demo.accounts import PASSWORD, open_demo_accounts


class DemoNote(Component):
    """Says that everybody knows some passwords of this site."""

    name = "demo_note"
    order = 1

    def render_html(self, parent_context: Any = None) -> SafeString:
        """Nothing when there are no demo accounts."""
        accounts = open_demo_accounts()
        if not accounts:
            return SafeString("")
        return render_to_string("config/demo_note.html", {"accounts": accounts, "password": PASSWORD})


@hooks.register("construct_homepage_panels")
def add_demo_note(request: Any, panels: list[Component]) -> None:
    """Put it first."""
    panels.append(DemoNote())
