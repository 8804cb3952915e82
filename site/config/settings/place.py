"""Where this site runs, where it writes, and its secrets."""

import secrets
from pathlib import Path

from config import env

ROOT = Path(__file__).resolve().parents[3]
VAR = env.folder("VAR_DIR", ROOT / "var")
PARVIS_VERSION = "0.1.0"

_site = env.address(
    "SITE_URL", f"http://localhost:{env.whole_number('PORT', 8000, least=1, most=65535)}", schemes=("http", "https")
)
SITE_URL = f"{_site.scheme}://{_site.netloc}"
WAGTAILADMIN_BASE_URL = SITE_URL
SITE_HOST = _site.hostname
SECURE = _site.scheme == "https"
ALLOWED_HOSTS = [SITE_HOST, *([] if SECURE else ["localhost", "127.0.0.1", "[::1]"])]
CSRF_TRUSTED_ORIGINS = [SITE_URL]
DEBUG = False
DEMO_ALLOWED = env.flag("DEMO", default=False)


def _secret_key() -> str:
    kept = VAR / "secret-key"
    if not kept.exists():
        kept.write_text(secrets.token_urlsafe(64))
        kept.chmod(0o600)
    return kept.read_text().strip()


SECRET_KEY = env.text("SECRET_KEY", "") or _secret_key()
# Hashes of addresses (suppressions) must outlive a change of SECRET_KEY: give it a key of its own before changing that.
ADDRESS_HASH_KEY = env.text("ADDRESS_HASH_KEY", "") or SECRET_KEY
