"""Mail domains: how they are written, and which say nothing about who somebody works for."""

# Providers where anybody can open an address, as used in Belgium and its neighbours. No maintained package lists
# them (looked for in November 2026), and a short list is enough: it only guards an editor from a slip.
PUBLIC_PROVIDERS = frozenset(
    """
    gmail.com googlemail.com outlook.com outlook.be outlook.fr hotmail.com hotmail.be hotmail.fr hotmail.nl live.com
    live.be live.fr live.nl msn.com yahoo.com yahoo.be yahoo.fr yahoo.nl yahoo.co.uk yahoo.de ymail.com rocketmail.com
    icloud.com me.com mac.com aol.com gmx.com gmx.net gmx.de gmx.fr web.de t-online.de mail.com email.com zoho.com
    proton.me protonmail.com protonmail.ch pm.me tutanota.com tuta.com tuta.io mailo.com mailfence.com fastmail.com
    hey.com yandex.com mail.ru duck.com skynet.be proximus.be belgacom.net telenet.be voo.be scarlet.be pandora.be
    brutele.be base.be edpnet.be dommel.be numericable.be tvcablenet.be orange.be orange.fr wanadoo.fr free.fr
    laposte.net sfr.fr bbox.fr neuf.fr numericable.fr club-internet.fr ziggo.nl kpnmail.nl planet.nl hetnet.nl
    home.nl xs4all.nl upcmail.nl chello.nl chello.be pt.lu internet.lu vo.lu
    """.split()  # noqa: SIM905  # ninety literals would fill the page
)


def normalised_domain(text: str) -> str:
    """Return the domain in “@Namur.be”, “info@namur.be” or “namur.be.” as “namur.be”."""
    return text.strip().rpartition("@")[2].rstrip(".").lower()


def is_public_provider(domain: str) -> bool:
    """Tell whether anybody can have an address there."""
    return normalised_domain(domain) in PUBLIC_PROVIDERS
