"""The house's rules that a machine can hold: who may import whom, and one door per outside package."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
GROUND = ("languages", "richtext", "interface")
SHARED = ("contracts", *GROUND)
SERVICES = (*SHARED, "themes", "outbox", "inbox")
MAY_IMPORT: dict[str, tuple[str, ...]] = {
    "contracts": (),
    "languages": ("contracts",),
    "richtext": ("contracts",),
    "interface": ("contracts", "languages"),
    "themes": SHARED,
    "outbox": SHARED,
    "inbox": SHARED,
    "members": SERVICES,
    "home": (*SERVICES, "members"),
    "forum": (*SERVICES, "members"),
    "newsletter": (*SERVICES, "members"),
    "search": (*SERVICES, "members"),
    "config": (*SERVICES, "members", "home", "forum", "newsletter", "search"),
}
# The only places that may import a package; a change of package is a change of one file.
DOORS = {
    "mjml": {"newsletter/rendering.py"},
    "django_comments_xtd": {"forum/comments.py", "forum/models/comments.py"},
    "django_comments": {"forum/comments.py", "forum/models/comments.py"},
    "allauth": {"site/members/"},
    "smtplib": {"site/outbox/"},
    "django.core.mail": {"site/outbox/"},
    "anymail": {"site/inbox/webhook.py"},
    "imap_tools": {"site/inbox/polling.py"},
    "imaplib": {"site/inbox/polling.py"},
    "authres": {"site/inbox/authenticity.py"},
    "mailparser_reply": {"site/inbox/cutting.py"},
    "nh3": {"site/richtext/cleaning.py"},
    "py3langid": {"site/languages/guessing.py"},
    "snowballstemmer": {"search/"},
    "edtf": {"home/"},
    "filetype": {"forum/filetypes.py"},
    "icalendar": {"home/", "forum/calendars.py"},
    "dateutil": {"forum/series.py"},
}


def _folder(package: str) -> Path:
    return ROOT / package if (ROOT / package).is_dir() else ROOT / "site" / package


def _files(package: str) -> Iterator[Path]:
    for path in sorted(_folder(package).rglob("*.py")):
        if "migrations" not in path.parts:
            yield path


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_imports_follow_the_table(package: str) -> None:
    wrong = {
        f"{path.relative_to(ROOT)} imports {name}"
        for path in _files(package)
        for name in _imports(path)
        if (top := name.split(".")[0]) in MAY_IMPORT and top != package and top not in MAY_IMPORT[package]
    }
    assert wrong == set()


def test_nobody_imports_relatively() -> None:
    wrong = {
        str(path.relative_to(ROOT))
        for package in MAY_IMPORT
        for path in _files(package)
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom) and node.level
    }
    assert wrong == set()


@pytest.mark.parametrize("outside", DOORS)
def test_every_outside_package_has_one_door(outside: str) -> None:
    wrong = {
        str(path.relative_to(ROOT))
        for package in MAY_IMPORT
        for path in _files(package)
        if any(name == outside or name.startswith(outside + ".") for name in _imports(path))
        and not any(str(path.relative_to(ROOT)).startswith(door) for door in DOORS[outside])
    }
    assert wrong == set()


def test_contracts_need_the_standard_library_only() -> None:
    import sys

    wrong = {
        name
        for path in _files("contracts")
        for name in _imports(path)
        if name.split(".")[0] not in {*sys.stdlib_module_names, "contracts"}
    }
    assert wrong == set()


@pytest.mark.parametrize("package", [name for name in MAY_IMPORT if name != "config"])
def test_models_and_verbs_know_no_pages(package: str) -> None:
    """Inside an app, what stands left knows nothing of what stands right: models, verbs < forms < views < urls."""
    right = {"models": ("views", "forms", "urls", "wagtail_hooks"), "forms": ("views", "urls", "wagtail_hooks")}
    wrong = set()
    for path in _files(package):
        layer = path.relative_to(_folder(package)).parts[0].removesuffix(".py")
        for forbidden in right.get(layer, ()):
            wrong |= {
                f"{path.relative_to(ROOT)} imports {name}"
                for name in _imports(path)
                if name.startswith(f"{package}.{forbidden}")
            }
    assert wrong == set()


def test_source_roots_are_no_packages() -> None:
    assert not (ROOT / "site/__init__.py").exists()
    assert not (ROOT / "locale/__init__.py").exists()


def test_migrations_are_named_by_intent() -> None:
    assert [path.name for path in ROOT.rglob("migrations/*_auto_*.py") if ".venv" not in path.parts] == []


def test_files_stay_readable() -> None:
    long = {
        f"{path.relative_to(ROOT)}: {lines}"
        for package in MAY_IMPORT
        for path in _files(package)
        if (lines := len(path.read_text().splitlines())) > 350
    }
    assert long == set()


def test_functions_stay_readable() -> None:
    long = {
        f"{path.relative_to(ROOT)}: {node.name}"
        for package in MAY_IMPORT
        for path in _files(package)
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno - node.lineno >= 50
    }
    assert long == set()


def test_the_lock_names_no_host() -> None:
    assert "://" not in (ROOT / "requirements.lock").read_text()
