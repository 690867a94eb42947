"""Find the sentences that ask a reader to switch a protection off.

A macro from the internet does not run until its reader presses "Enable Content", so the documents
that carry one say, in whatever language the victim reads, that this is how to see the text. From
November 2022 they asked for the file to be copied into Office's Templates folder instead, where
macros run unasked. Honest macro workbooks carry the first sentence too; the last has no honest use.

Only text is read; most lures are pictures, which is why their absence proves nothing.

Source: wording of the buttons in Office's own languages; Emotet's documents as described in public
reports of 2020 to 2022.
"""

import re
from typing import Final

from kakekomi.mail.document import Lure, LureKind

MAX_TEXT_CHARS: Final = 1_000_000
"""A lure stands where the reader looks first, not behind hundreds of pages."""
MAX_VERBATIM_CHARS: Final = 400
"""A phrase with more blanks in it than this is quoted without them."""

_CONTENT: Final = """
    コンテンツの有効化 コンテンツを有効 マクロの有効化 マクロを有効
    enablecontent enablemacro enablethecontent enablethemacro
    inhaltaktivieren inhalteaktivieren makrosaktivieren
    activerlecontenu activerlesmacros
    habilitarcontenido habilitarmacros habilitarelcontenido
    abilitacontenuto abilitailcontenuto abilitareilcontenuto abilitamacro abilitaremacro
    habilitarconteúdo ativarconteúdo ativarmacros
    inhoudinschakelen macro'sinschakelen włączzawartość
"""
_EDITING: Final = """
    編集を有効 編集の有効化
    enableediting bearbeitungaktivieren activerlamodification
    habilitaredición habilitaredicion habilitarlaedición
    abilitamodifica abilitalamodifica habilitaredição ativaredição
    bewerkeninschakelen włączedytowanie
"""
_COPY: Final = r"""
    microsoftoffice\templates microsoftoffice(x86)\templates microsoftoffice\root\templates
    copythefiletothefollowingfolder copythisfiletothefollowingfolder relaunchrequired
    次のフォルダーにコピー 次のフォルダにコピー 以下のフォルダーにコピー 以下のフォルダにコピー
    templatesフォルダーにコピー templatesフォルダにコピー
"""
_STEMS: Final = (
    *("有効", "コピー", "enabl", "aktivier", "activer", "abilit", "ativar"),
    *("inschakel", "włącz", "templates", "following", "relaunch"),
)
"""Each phrase has one of these; a text with none is done after a dozen fast searches."""

_PHRASES: Final = tuple(
    (kind, phrase)
    for kind, phrases in (
        (LureKind.ENABLE_CONTENT, _CONTENT),
        (LureKind.ENABLE_EDITING, _EDITING),
        (LureKind.COPY_TO_TRUSTED, _COPY),
    )
    for phrase in phrases.split()
)


_STEM_BYTES: Final = tuple(stem.encode("utf-16-le").replace(b"\0", b"").lower() for stem in _STEMS)
"""The stems in 8 and 16 bits alike, once the zero bytes are out of the way."""


def find(text: str) -> tuple[Lure, ...]:
    """Give the lures in ``text``, sorted; blanks and letters' case make no difference."""
    text = text[:MAX_TEXT_CHARS]
    lower = text.lower()
    if not any(stem in lower for stem in _STEMS):
        return ()
    squeezed = "".join(lower.split())
    hits = [
        Lure(kind=kind, phrase=_verbatim(phrase, text))
        for kind, phrase in _PHRASES
        if phrase in squeezed
    ]
    return tuple(sorted(hits, key=lambda lure: (lure.kind, lure.phrase)))


def find_in_bytes(raw: bytes) -> tuple[Lure, ...]:
    """Give the lures in bytes that hold text in UTF-16LE at any offset, or in 8 bits, among others.

    Old formats store each piece of text in the narrower of the two that fits; looking for the
    phrases in the bytes finds them without the tables that say where the text is.
    """
    raw = raw[: 2 * MAX_TEXT_CHARS]
    squeezed = raw.translate(None, b"\0").lower()
    if not any(stem in squeezed for stem in _STEM_BYTES):
        return ()
    texts = (
        raw.decode("utf-16-le", "replace"),
        raw[1:].decode("utf-16-le", "replace"),
        raw.decode("latin-1"),
    )
    return tuple(dict.fromkeys(found for text in texts for found in find(text)))


def _verbatim(phrase: str, text: str) -> str:
    r"""Give ``phrase`` as it stands in ``text``.

    ``enablecontent`` takes ``Enable\n Content``; it refuses ``enable-content``.
    """
    spaced = re.search(r"\s*".join(map(re.escape, phrase)), text, re.IGNORECASE)
    return spaced[0] if spaced and len(spaced[0]) <= MAX_VERBATIM_CHARS else phrase
