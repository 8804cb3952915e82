"""The roles that people can be given in the CMS, and what each may do."""

from django.contrib.auth.models import Group, Permission
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
)

EDITORS, PUBLISHERS, ADMINISTRATORS = "Editors", "Publishers", "Administrators"

_EDITOR = (
    "wagtailadmin.access_admin",
    "newsletter.compose_issue",
    "newsletter.add_publication", "newsletter.change_publication", "newsletter.view_publication",
    "newsletter.add_rubric", "newsletter.change_rubric", "newsletter.delete_rubric", "newsletter.view_rubric",
    "newsletter.view_subscriber",
    "outbox.manage_dispatch",
    "home.add_entry", "home.change_entry", "home.delete_entry", "home.publish_entry",
    "wagtail_localize.submit_translation",
    "wagtailimages.add_image", "wagtailimages.change_image", "wagtailimages.choose_image",
    "wagtaildocs.add_document", "wagtaildocs.change_document", "wagtaildocs.choose_document",
)  # fmt: skip
_PUBLISHER = (*_EDITOR, "newsletter.approve_issue", "newsletter.send_issue")
_ADMINISTRATOR_APPS = ("members", "themes", "newsletter", "outbox", "forum", "home", "interface", "wagtail_localize")
PERMISSIONS: dict[str, tuple[str, ...]] = {
    EDITORS: _EDITOR,
    PUBLISHERS: _PUBLISHER,
    ADMINISTRATORS: _PUBLISHER,
}
PAGES = {
    EDITORS: ("add_page", "change_page", "publish_page"),
    PUBLISHERS: ("add_page", "change_page", "publish_page", "lock_page", "unlock_page"),
    ADMINISTRATORS: ("add_page", "change_page", "publish_page", "lock_page", "unlock_page", "bulk_delete_page"),
}


def fill_roles() -> None:
    """Give every role what it may do. Idempotent; rights that somebody added by hand stay."""
    Group.objects.filter(name="Moderators").delete()  # Wagtail's, which would be a fourth word for an editor
    for name, wanted in PERMISSIONS.items():
        group, _made = Group.objects.get_or_create(name=name)
        group.permissions.add(*_permissions(wanted))
        _pages_and_files(group, PAGES[name])
    _review_by_publishers()
    administrators = Group.objects.get(name=ADMINISTRATORS)
    administrators.permissions.add(*Permission.objects.filter(content_type__app_label__in=_ADMINISTRATOR_APPS))


def _review_by_publishers() -> None:
    """Give Wagtail's ready-made workflow to publishers: its own group is gone."""
    Workflow.objects.filter(name="Moderators approval").update(name="Relecture – Nazicht")
    for task in GroupApprovalTask.objects.filter(name="Moderators approval"):
        task.name = "Relecture – Nazicht"
        task.save()
        task.groups.set(Group.objects.filter(name__in=[PUBLISHERS, ADMINISTRATORS]))


def _permissions(names: tuple[str, ...]) -> list[Permission]:
    found = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.select_related("content_type")
    }
    return [found[name] for name in names]


def _pages_and_files(group: Group, page_rights: tuple[str, ...]) -> None:
    root = Page.get_first_root_node()
    everything = Collection.get_first_root_node()
    of_pages = {p.codename: p for p in Permission.objects.filter(content_type__app_label="wagtailcore")}
    for codename in page_rights:
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=of_pages[codename])
    files = Permission.objects.filter(
        content_type__app_label__in=("wagtailimages", "wagtaildocs"),
        codename__in=(
            "add_image",
            "change_image",
            "choose_image",
            "add_document",
            "change_document",
            "choose_document",
        ),
    )
    for permission in files:
        GroupCollectionPermission.objects.get_or_create(group=group, collection=everything, permission=permission)
