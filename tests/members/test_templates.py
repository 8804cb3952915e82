"""None of allauth's own pages or mails can ever be seen."""

from pathlib import Path

import allauth
import pytest
from django.apps import apps
from django.template.loader import get_template

PACKAGED = Path(allauth.__file__).parent / "templates"
OURS = Path(apps.get_app_config("members").path) / "templates"
# Pages of ways to log in that the settings leave out; they would still stand in our frame.
NEVER_SENT = ("login_code", "reset_code", "webauthn")
LEFT_OUT = ("code", "phone", "passkey", "webauthn", "snippets", "base_")


def reachable(folder, suffix):
    for path in sorted((PACKAGED / folder).rglob(f"*{suffix}")):
        name = str(path.relative_to(PACKAGED))
        if not any(part in name.replace("recovery_codes", "") for part in LEFT_OUT) and "/email/" not in name:
            yield name


@pytest.mark.parametrize("name", [*reachable("account", ".html"), *reachable("mfa", ".html")])
def test_every_page_is_ours(name):
    if name.startswith(("mfa/totp/base", "mfa/recovery_codes/base")):
        pytest.skip("a frame that ours do not use")
    assert Path(get_template(name).origin.name).is_relative_to(OURS)


@pytest.mark.parametrize("name", ["allauth/layouts/base.html", "allauth/layouts/entrance.html", "429.html"])
def test_every_frame_is_ours(name):
    assert Path(get_template(name).origin.name).is_relative_to(OURS)


@pytest.mark.parametrize("name", [*reachable("account/messages", ".txt"), *reachable("mfa/messages", ".txt")])
def test_every_message_is_ours(name):
    assert Path(get_template(name).origin.name).is_relative_to(OURS)


def mails_of_the_package():
    for path in sorted(PACKAGED.glob("*/email/*_subject.txt")):
        about = path.name.removesuffix("_subject.txt")
        sent = about != "email_confirm" and not any(part in about for part in NEVER_SENT)
        if path.parts[-3] in {"account", "mfa"} and sent:
            yield about


@pytest.mark.parametrize("about", list(mails_of_the_package()))
def test_every_mail_is_ours(about):
    for part in ("subject", "body"):
        assert Path(get_template(f"members/mail/{about}/{part}.txt").origin.name).is_relative_to(OURS)


def test_every_mail_has_a_subject_and_a_body_with_a_way_to_reach_us(db):
    from members.mails import mail_member
    from tests.factories.members import make_member
    from tests.members.helpers import mails_to

    member = make_member(email="anna@aalst.test", name="Anna & <Bram>")
    abouts = sorted(folder.name for folder in (OURS / "members" / "mail").iterdir() if folder.is_dir())
    for about in abouts:
        mail_member(
            member, about=about, reason="Raison", newcomer=member, domain="aalst.test",
            **{name: f"/fr/{name}/" for name in
               ("activate_url", "password_reset_url", "signup_url", "start_url", "decide_url")},
        )  # fmt: skip
    written = mails_to(member.email)
    assert len(written) == len(abouts)
    for mail in written:
        assert "Anna & <Bram>" in mail.message.text
        assert "http://testserver" in mail.message.text
        assert "&amp;" not in mail.message.text
        assert "\n\n\n" not in mail.message.text
        assert 5 < len(mail.message.subject) < 100
