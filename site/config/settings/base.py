"""Settings that hold everywhere; docs/configuration.md lists the environment variables."""

from urllib.parse import unquote

from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from config import env
from config.settings.accounts import *
from config.settings.inbound import *
from config.settings.place import *
from config.settings.storage import *

# --- What it is made of ----------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "config",
    "interface",
    "languages",
    "richtext",
    "themes",
    "outbox",
    "inbox",
    "members",
    "home",
    "forum",
    "newsletter",
    "search",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.settings",
    "wagtail.contrib.redirects",
    "wagtail.embeds",
    "members.apps.WagtailUsers",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.sites",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "forum.apps.PackagedComments",
    "django_comments",
    "django_htmx",
    "django_prose_editor",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.sites",
    "django.contrib.staticfiles",
    "django.forms",
]
if REDIS_URL:
    INSTALLED_APPS.append("django_rq")
MIDDLEWARE = [
    "config.health.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "interface.policies.PolicyMiddleware",
    "members.second_factor.SecondFactorMiddleware",
    "interface.audiences.AudienceMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
SITE_ID = 1
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "csp.context_processors.nonce",
                "wagtail.contrib.settings.context_processors.settings",
                "interface.context.shell",
            ],
            "builtins": ["interface.templatetags.parvis"],
        },
    }
]
FORM_RENDERER = "interface.forms.FormRenderer"
CSRF_FAILURE_VIEW = "interface.errors.csrf_failure"

# --- Where apps meet: see docs/structure.md --------------------------------------------------------------------------
NEWSLETTER_SOURCES = [
    "home.candidates.PageCandidates",
    "home.candidates.EntryCandidates",
    "forum.candidates.ReleaseCandidates",
]
SEARCH_SOURCES = [
    "home.documents.PageDocuments",
    "home.documents.EntryDocuments",
    "forum.documents.ForumDocuments",
    "newsletter.documents.IssueDocuments",
]
PLACE_SOURCES = ["forum.places.ForumPlaces"]
RECIPIENT_CHECKS = [
    "newsletter.recipients.SubscriberCheck",
    "forum.recipients.DigestCheck",
    "forum.recipients.JoinRequestCheck",
    "forum.recipients.AccessCheck",
    "forum.recipients.NoticeCheck",
]
DISCUSSIONS = ["forum.discussing.PageDiscussions"]
DISCUSSED_SOURCES = ["home.candidates.PageCandidates"]
SHARED_PLACES = ["forum.sharing.SharedRooms"]
WAITING_COUNT = "forum.noticing.unseen_count"
HANDOVERS = ["forum.handing_over.ForumHandover"]
INBOUND_ROUTES = ["forum.replies.ReplyRoute"]
# name, interval in seconds, function without arguments (each claims its work by rows, and may run twice harmlessly)
CLOCK = [
    ("send mail", 20, "outbox.sending.send_due"),
    ("release leases", 60, "outbox.sending.release_expired"),
    ("fetch incoming mail", 60, "inbox.polling.poll"),
    ("handle incoming mail", 30, "inbox.handling.handle_due"),
    ("tidy incoming mail", 86400, "inbox.tidying.tidy"),
    ("send issues", 30, "newsletter.sending.send_due_issues"),
    ("publish pages", 300, "home.publishing.publish_scheduled"),
    ("tell of comments", 20, "forum.spreading.tell_untold"),
    ("mail notices", 30, "forum.mailing.write_due_mails"),
    ("remind", 300, "forum.reminding.remind"),
    ("unanswered questions", 3600, "forum.reminding.tell_unanswered"),
    ("forget old notices", 86400, "forum.noticing.forget_old"),
    ("digests", 300, "forum.digests.write_due_digests"),
    ("organisations that left", 3600, "members.leaving.end_memberships"),
    ("ended access", 300, "forum.losing.forget_what_has_ended"),
    ("forget sign-ups that nobody confirmed", 86400, "members.accounts.forget_unverified"),
    ("check files that wait for the virus scanner", 60, "forum.attaching.check_waiting_files"),
    ("forget old drafts", 86400, "forum.drafting.forget_old_drafts"),
    ("forget files that nobody sent", 86400, "forum.attaching.forget_loose_files"),
    ("tidy", 86400, "config.clock.tidy"),
]
# Audience of packages' addresses, by the beginning of their route; our own views declare theirs.
URL_AUDIENCES = {
    "cms/": "cms",
    "documents/": "public",
    "accounts/2fa/authenticate/": "public",  # the second step of a log-in that is not finished
    "accounts/2fa/": "signed_in",
    "accounts/": "public",
    "_util/": "public",
    "^": "public",  # Wagtail's pages
    "((?:": "public",  # the same, as a resolved address writes its route
}

# --- Languages and time ----------------------------------------------------------------------------------------------
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("nl", "Nederlands")]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = [("fr", "Français"), ("nl", "Nederlands"), ("en", "English")]
WAGTAIL_I18N_ENABLED = True
USE_I18N = True
LOCALE_PATHS = [ROOT / "locale"]
TIME_ZONE = "Europe/Brussels"
USE_TZ = True

# --- Mail ------------------------------------------------------------------------------------------------------------
EMAIL_BACKEND = "outbox.backend.OutboxBackend"
_mail = env.address("MAIL_URL", f"file://{VAR / 'mail'}", schemes=("smtp", "smtps", "smtp+tls", "file"))
MAIL = {
    "scheme": _mail.scheme,
    "folder": unquote(_mail.path) if _mail.scheme == "file" else "",
    "host": _mail.hostname or "",
    "port": _mail.port or {"smtps": 465, "smtp+tls": 587}.get(_mail.scheme, 25),
    "user": unquote(_mail.username or ""),
    "password": unquote(_mail.password or ""),
    "timeout": env.whole_number("MAIL_TIMEOUT", 30, least=1, most=600),
}
MAIL_FROM = env.text("MAIL_FROM", f"noreply@{SITE_HOST}")
MAIL_REPLY_TO = env.text("MAIL_REPLY_TO", MAIL_FROM)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = MAIL_FROM
if INBOUND_PROVIDER:
    # A mail of 25 MB comes as a form field of 34; the proxy in front holds all other addresses to less.
    DATA_UPLOAD_MAX_MEMORY_SIZE = 36 * 1024 * 1024
if "@" not in MAIL_FROM:
    raise ImproperlyConfigured(f"MAIL_FROM must be an e-mail address, not {MAIL_FROM!r}.")

# --- What the reader's browser may load: only our own, nothing inline without the nonce ------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
        "frame-src": [SELF],
        "manifest-src": [SELF],
        "base-uri": [NONE],
    }
}
X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
if env.flag("BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1  # else every reader shares the proxy's address, and its rate limit

# --- django-comments-xtd: a table to inherit from; its addresses, API and mails are never used -----------------------
COMMENTS_APP = "django_comments_xtd"
COMMENTS_XTD_MODEL = "forum.models.Comment"
COMMENTS_XTD_MAX_THREAD_LEVEL = 1
COMMENTS_XTD_CONFIRM_EMAIL = False
COMMENTS_XTD_THREADED_EMAILS = False
COMMENTS_XTD_SALT = SECRET_KEY.encode()

# --- Wagtail ---------------------------------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "Parvis"
WAGTAILADMIN_LOGIN_URL = WAGTAIL_FRONTEND_LOGIN_URL = "account_login"
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_ALLOW_UNICODE_SLUGS = False
# One clock for everybody: a choice would move the hour of an issue, and "localtime" in it stops the script.
WAGTAIL_USER_TIME_ZONES = ["Europe/Brussels"]
# A page that is handed to translation is a draft in the other language until somebody publishes it there.
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odt", "pdf", "pptx", "txt", "xlsx", "mp3"]
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 15 * 1024 * 1024
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database", "AUTO_UPDATE": True}}
# W019: the CMS shows previews in frames of its own, so frames of our own site are allowed, and no others.
SILENCED_SYSTEM_CHECKS = ["security.W019"]
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "WARNING").upper()},
}
