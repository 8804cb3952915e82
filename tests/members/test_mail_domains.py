import pytest
from django.core.exceptions import ValidationError

from members.mail_domains import is_public_provider, normalised_domain
from members.models import MailDomain
from tests.factories.members import make_organisation

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("written", ["namur.be", "@namur.be", "Info@Namur.BE", " namur.be. "])
def test_a_domain_is_kept_in_one_form(written):
    assert normalised_domain(written) == "namur.be"


@pytest.mark.parametrize("domain", ["gmail.com", "SKYNET.be", "x@telenet.be"])
def test_a_public_provider_is_known_however_it_is_written(domain):
    assert is_public_provider(domain)


def test_a_public_provider_is_refused_as_a_mail_domain():
    with pytest.raises(ValidationError) as refused:
        MailDomain(organisation=make_organisation(), domain="@Gmail.com").full_clean()
    assert list(refused.value.message_dict) == ["domain"]


@pytest.mark.parametrize("domain", ["namur", "na mur.be", "-namur.be", "namur..be", "https://namur.be", ""])
def test_what_is_no_domain_is_refused(domain):
    with pytest.raises(ValidationError):
        MailDomain(organisation=make_organisation(), domain=domain).full_clean()


def test_a_domain_belongs_to_one_organisation():
    make_organisation(domain="namur.be")
    with pytest.raises(ValidationError):
        MailDomain(organisation=make_organisation(), domain="NAMUR.be").full_clean()
