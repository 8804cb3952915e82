"""Gives the site its root: a home page in each language, and a site that starts there instead of Wagtail's welcome."""

import uuid
from urllib.parse import urlsplit

from django.conf import settings
from django.db import migrations
from django.utils import timezone

SLUGS = {"fr": "accueil", "nl": "onthaal"}


def make_root(apps, schema_editor):
    """Make what is missing; run twice, it changes nothing."""
    HomePage = apps.get_model("home", "HomePage")
    if HomePage.objects.exists():
        return
    Page = apps.get_model("wagtailcore", "Page")
    root = Page.objects.get(depth=1)
    key, pages = uuid.uuid4(), []
    for code, _name in settings.LANGUAGES:
        locale, _created = apps.get_model("wagtailcore", "Locale").objects.get_or_create(language_code=code)
        pages.append(_make_home(apps, root=root, locale=locale, key=key, slug=SLUGS.get(code, f"home-{code}")))
    _point_site_at(apps, pages[0])
    Page.objects.filter(
        depth=2, content_type__app_label="wagtailcore", content_type__model="page", slug="home", numchild=0
    ).delete()
    root.numchild = Page.objects.filter(depth=2).count()
    root.save()


def _make_home(apps, *, root, locale, key, slug):
    content_type, _created = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="home", model="homepage"
    )
    last = apps.get_model("wagtailcore", "Page").objects.filter(depth=2).order_by("path").last()
    now = timezone.now()
    return apps.get_model("home", "HomePage").objects.create(
        title="Parvis",
        draft_title="Parvis",
        slug=slug,
        url_path=f"/{slug}/",
        path=f"{root.path}{int(last.path[4:] if last else '0') + 1:04d}",
        depth=2,
        numchild=0,
        live=True,
        locale=locale,
        translation_key=key,
        content_type=content_type,
        first_published_at=now,
        last_published_at=now,
    )


def _point_site_at(apps, page):
    where = urlsplit(settings.SITE_URL)
    apps.get_model("wagtailcore", "Site").objects.update_or_create(
        is_default_site=True,
        defaults={
            "hostname": where.hostname,
            "port": where.port or (443 if where.scheme == "https" else 80),
            "root_page_id": page.pk,
        },
    )


def remove_root(apps, schema_editor):
    """Lead the site back to the bare tree, and take the home pages away."""
    Page = apps.get_model("wagtailcore", "Page")
    root = Page.objects.get(depth=1)
    homes = apps.get_model("home", "HomePage").objects.all()
    apps.get_model("wagtailcore", "Site").objects.filter(root_page__in=list(homes)).update(root_page=root)
    homes.delete()
    root.numchild = Page.objects.filter(depth=2).count()
    root.save()


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0001_first_tables"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(make_root, remove_root)]
