"""All addresses. Closed doors first, then what has no language, then the site in each language, Wagtail last."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from interface.audiences import Audience, audience

_to_login = audience(Audience.PUBLIC)(RedirectView.as_view(pattern_name="account_login", query_string=True))
_picture = audience(Audience.PUBLIC)(serve)

urlpatterns = [
    # Wagtail's own two login doors know no second factor and no waiting state.
    path("cms/login/", _to_login),
    path("_util/login/", _to_login),
    path("cms/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    # Pictures are public by nature; documents leave through their guarded view alone.
    re_path(r"^media/(?P<path>images/.+|original_images/.+)$", _picture, {"document_root": settings.MEDIA_ROOT}),
    path("", include("interface.urls")),
    path("", include("themes.urls")),
    path("", include("newsletter.machine_urls")),
    path("", include("inbox.urls")),
    path("", include("home.root_urls")),
    *i18n_patterns(
        path("", include("interface.page_urls")),
        path("", include("themes.page_urls")),
        path("", include("members.urls")),  # before allauth: one of its pages is ours
        path("accounts/", include("allauth.urls")),
        path("", include("forum.urls")),
        path("", include("newsletter.urls")),
        path("", include("search.urls")),
        path("", include("home.urls")),
        path("", include(wagtail_urls)),
    ),
]
handler404 = "interface.errors.not_found"
handler403 = "interface.errors.forbidden"
handler500 = "interface.errors.server_error"
