"""What a person wrote herself, in the mails that French and Dutch programs write."""

# ruff: noqa: E501  mails as programs write them
import pytest

from inbox.cutting import own_words
from inbox.models import Received
from inbox.reading import read

FOOTS = {
    "Gmail, French": "Le lun. 20 nov. 2026 à 10:00, Réseau <noreply@parvis.example> a écrit :\n> Bonjour\n> texte",
    "Gmail, Dutch": "Op ma 20 nov. 2026 om 10:00 schreef Netwerk <noreply@parvis.example>:\n\n> Dag Jan",
    "Gmail, two lines": "Le lun. 20 nov. 2026 à 10:00, Réseau Parvis\n<noreply@parvis.example> a écrit\u202f:\n\n> Bonjour",
    "Apple, French": "Envoyé de mon iPhone\n\n> Le 20 nov. 2026 à 10:00, Parvis <x@y.be> a écrit :\n> \n> texte",
    "Apple, Dutch": "Verstuurd vanaf mijn iPhone\n\n> Op 20 nov. 2026 om 10:00 heeft Parvis <x@y.be> het geschreven:\n> x",
    "Outlook, French": "De\u00a0: Réseau <x@y.be>\nEnvoyé\u00a0: lundi 20 novembre\nÀ\u00a0: Anne <a@b.be>\nObjet\u00a0: RE\n\nCité",
    "Outlook, Dutch": "Van: Netwerk <x@y.be>\nVerzonden: maandag 20 november\nAan: Jan <a@b.be>\nOnderwerp: RE\n\nGeciteerd",
    "Outlook, old": "-----Oorspronkelijk bericht-----\nVan: Netwerk\nVerzonden: maandag\nAan: Jan\nOnderwerp: RE\n\nCiteert",
    "Outlook, rule": "________________________________\nDe : Réseau <x@y.be>\nEnvoyé : lundi\nÀ : Anne\nObjet : RE\n\nCité",
    "signature": "-- \nAnne Dupont\nVille de Namur\n081 00 00 00",
    "closing, French": "Bien à vous,\nAnne Dupont\nVille de Namur",
    "closing, Dutch": "Met vriendelijke groeten,\nJan Peeters",
}
WORDS = "Voici notre protocole.\n\nIl date de 2019 :\n\n- un\n- deux"


@pytest.mark.parametrize("program", FOOTS)
def test_what_programs_add_is_cut(program: str) -> None:
    assert own_words(f"{WORDS}\n\n{FOOTS[program]}\n") == WORDS


@pytest.mark.parametrize(
    "words",
    [
        "Beste Jan,\n\nDank u, dit helpt ons zeer. Wij hebben ook een protocol.\n\nTot morgen",
        "Le parquet a écrit une note.\n\nVoici le lien.",
        "Bonjour,\n\nCordialement vôtre serait trop peu dire : merci !\n\nVoici la suite.",
        "De : la ville\n\nPour : les habitants",
        "> Qui ?\n\nNous.\n\n> Depuis quand ?\n\n2019.",
    ],
)
def test_her_own_words_are_never_cut(words: str) -> None:
    assert own_words(words) == words


def test_a_long_answer_stays_whole() -> None:
    words = "\n\n".join(f"Paragraphe {number} : {'mot ' * 60}fin." for number in range(40))
    assert own_words(f"{words}\n\n{FOOTS['Gmail, French']}") == words


@pytest.mark.parametrize(
    "quoted",
    [
        '<br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">Op ma 20 nov schreef x:</div><blockquote>Oud</blockquote></div>',
        '<hr style="display:inline-block;width:98%"><div id="divRplyFwdMsg"><b>De :</b> x</div><div>Oud</div>',
        '<div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p>Van: x</p></div><p>Oud</p>',
        '<div class="moz-cite-prefix">Le 20/11/2026 à 10:00, x a écrit :<br></div><blockquote type="cite">Oud</blockquote>',
        '<blockquote type="cite"><div>Oud</div></blockquote>',
    ],
)
def test_quoted_html_is_cut_and_the_rest_becomes_text(quoted: str) -> None:
    html = f"<html><head><title>T</title><style>p{{}}</style></head><body><p>Voici <b>le</b> protocole &amp; merci.</p>{quoted}</body></html>"
    raw = f"Content-Type: text/html; charset=utf-8\n\n{html}".encode()
    assert read(Received(pk=1, raw=raw)).words == "Voici le protocole & merci."


def test_flowed_lines_are_joined() -> None:
    raw = b"Content-Type: text/plain; charset=utf-8; format=flowed\n\nVoici une ligne \nqui continue.\nUne autre."
    assert read(Received(pk=1, raw=raw)).words == "Voici une ligne qui continue.\nUne autre."
