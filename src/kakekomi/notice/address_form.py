"""One form for each address, so that nobody is told twice, and who is told nothing at all.

Case is folded and an international domain becomes its A-labels. A tag (``taro+shop@…``) stays as
it is: whether it reaches the same person is for their server to say.

Source: RFC 5321 section 4.1.2; RFC 2142 (role names); RFC 3834 (automatic answers)
"""

import re
import unicodedata
from enum import StrEnum
from typing import Final

MAX_ADDRESS_CHARS: Final = 254
"""RFC 5321 gives a path 256 octets, two of them its brackets."""
MAX_LOCAL_CHARS: Final = 64
"""RFC 5321 section 4.5.3.1.1."""

LOCAL: Final = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.+[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*\.*")
"""Takes ``taro.y+1``, and ``taro.`` and ``a..b`` as Japanese telephones had them; refuses
``"a b"``."""
DOMAIN: Final = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]")
"""Takes ``mail.company.example``; refuses ``localhost`` and ``[192.0.2.1]``."""

NO_REPLY: Final = re.compile(
    r"(?:no|do[-_.]?not|dont|never)[-_.]?(?:reply|return|respond)(?:[-_.+\d].*)?"
    r"|(?:.*[-_.])?no[-_.]?reply|sender[-_.]?only|auto[-_.]?(?:reply|mail|confirm|mailer)"
)
"""Takes ``no-reply``, ``donotreply2`` and ``info.noreply``; refuses ``reply`` and ``noreen``."""
AUTOMATIC: Final = re.compile(
    r"mailer[-_.]?daemon|postmaster|bounces?(?:[-+=_.].*)?|.*[-+]bounces?(?:[-+=].*)?"
    r"|return(?:s|ed)?[-+=].*|(?:btv1|prvs|srs0|srs1)=.*|root|daemon|nobody|abuse"
)
"""Takes ``mailer-daemon`` and ``bounce+1=a``; refuses ``bouncer``."""
LIST: Final = re.compile(
    r".*[-+](?:request|owner|subscribe|unsubscribe|confirm|leave|join)|(?:owner|list)-.*"
    r"|majordomo|listserv|ml[-_.].*|.*[-_.]ml"
)
"""Takes ``dev-request`` and ``owner-dev``; refuses ``listing``."""


class LeftOut(StrEnum):
    """Why somebody who was met is not written to."""

    OWN = "own"
    NO_REPLY = "no_reply"
    AUTOMATIC = "automatic"
    MAILING_LIST = "mailing_list"
    NOT_AN_ADDRESS = "not_an_address"
    NEEDS_OTHER_WAY = "needs_other_way"
    """An address with letters that many servers do not take."""


def canonical(address: str) -> str:
    """The one form; an address that is none comes back folded, never as an error."""
    text = unicodedata.normalize("NFKC", address).strip().strip("<>").lower()
    local, at, domain = text.rpartition("@")
    return f"{local}@{domain_form(domain)}" if at else text


def domain_form(domain: str) -> str:
    """In lower case and A-labels; as it is if it can't be written so."""
    text = unicodedata.normalize("NFKC", domain).strip().rstrip(".").lower()
    if text.isascii() or len(text) > MAX_ADDRESS_CHARS:
        return text
    try:
        return text.encode("idna").decode("ascii")
    except UnicodeError:
        return text


def left_out(address: str, own_domains: frozenset[str]) -> LeftOut | None:
    """Why a canonical address is not written to; None if it is."""
    local, _, domain = address.rpartition("@")
    if not local or not DOMAIN.fullmatch(domain) or len(address) > MAX_ADDRESS_CHARS:
        return LeftOut.NOT_AN_ADDRESS
    if any(domain == own or domain.endswith(f".{own}") for own in own_domains):
        return LeftOut.OWN
    if not local.isascii():
        return LeftOut.NEEDS_OTHER_WAY
    if not LOCAL.fullmatch(local) or len(local) > MAX_LOCAL_CHARS:
        return LeftOut.NOT_AN_ADDRESS
    return _role(local)


def _role(local: str) -> LeftOut | None:
    if NO_REPLY.fullmatch(local):
        return LeftOut.NO_REPLY
    if AUTOMATIC.fullmatch(local):
        return LeftOut.AUTOMATIC
    return LeftOut.MAILING_LIST if LIST.fullmatch(local) else None
