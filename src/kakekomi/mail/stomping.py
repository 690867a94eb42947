"""Tell whether a macro's source was exchanged after Office had compiled it (VBA stomping).

Office keeps beside the source what it compiled from it (p-code and a table of names), and runs that
where its version fits. A source that was exchanged afterwards hides the macro from whoever reads
sources. It gives itself away twice:

- words that tell of a macro are in the compiled part and in no source;
- a module's source has not as many lines as were compiled, or names procedures that the table of
  names has never heard of.

The words alone prove nothing: names of code that was deleted stay in the table for long. Nor do the
lines: they cost nothing to match, but nobody has reason to match them without a source to hide.

Layout of a module's compiled part (little-endian): … u16 0xCAFE, u16 version, u16 number of lines …
The last such mark counts. Attribute lines are not compiled; a statement continued over lines with
``_`` is counted as one or as each, depending on the version.

Source: [MS-OVBA] section 2.3.4.3 (what a module's stream holds); the layout of the compiled part is
published only by observation.
"""

import re
from typing import Final

from kakekomi.mail import macro_words
from kakekomi.mail.document import KeywordKind, MacroKeyword, MacroModule
from kakekomi.mail.vba import VbaProject

MIN_TELLING_CHARS: Final = 4
"""Shorter words occur in compiled bytes by chance."""
MIN_NAME_CHARS: Final = 2
"""Of a procedure that the table of names is asked for: a chance hit hides one, and accuses none."""
MAX_WORDS: Final = 50
"""Of one project; a report shows a handful."""
MAX_LINES: Final = 65_534
"""Of a module, as VBA itself allows; a larger number is no number of lines."""

_KINDS: Final = frozenset(
    {KeywordKind.AUTOEXEC, KeywordKind.EXECUTE, KeywordKind.DOWNLOAD, KeywordKind.NATIVE}
)
_MARK: Final = b"\xfe\xca"
_WORD: Final = re.compile(rb"[A-Za-z_][A-Za-z0-9_]{1,63}")
"""Takes ``AutoOpen``; refuses ``a``."""
_PROCEDURE: Final = re.compile(
    rb"^[ \t]*(?:(?:public|private|friend|static)[ \t]+){0,3}(?:sub|function|property[ \t]+[gls]et)"
    rb"[ \t]+([a-z][a-z0-9_]{0,254})",
    re.MULTILINE,
)
"""In lower case: takes ``private sub autoopen()``; refuses ``end sub``."""


def find(project: VbaProject) -> tuple[MacroKeyword, ...]:
    """Give the telling words that run and are in no source; empty if the source is as compiled.

    Words of the table of names belong to no module: the table is the whole project's.
    """
    compiled = _compiled_words(project)
    telling = [word for word in compiled.values() if _is_telling(word)]
    if not telling or not _is_exchanged(project, compiled):
        return ()
    sources = b"\n".join(module.source for module in project.modules).lower()
    missing = sorted(word for word in telling if word.lower() not in sources)
    return tuple(
        MacroKeyword(kind=KeywordKind.STOMPED, keyword=word.decode("ascii"), module="")
        for word in missing[:MAX_WORDS]
    )


def compiled_lines(cache: bytes) -> int | None:
    """Give the number of lines that were compiled; None if the compiled part does not tell."""
    at = cache.rfind(_MARK)
    if at < 0 or at + 6 > len(cache):
        return None
    lines = int.from_bytes(cache[at + 4 : at + 6], "little")
    return lines if lines <= MAX_LINES else None


def _compiled_words(project: VbaProject) -> dict[bytes, bytes]:
    """Words of the compiled parts by their lower case."""
    caches = (project.names, *(module.raw[: module.source_at] for module in project.modules))
    return {word.lower(): word for cache in caches for word in _WORD.findall(cache)}


def _is_telling(word: bytes) -> bool:
    is_long = len(word) >= MIN_TELLING_CHARS
    return is_long and macro_words.kind_of(word.decode("ascii")) in _KINDS


def _is_exchanged(project: VbaProject, compiled: dict[bytes, bytes]) -> bool:
    if any(_has_other_lines(module) for module in project.modules):
        return True
    procedures = {
        name
        for module in project.modules
        for name in _PROCEDURE.findall(module.source.lower())
        if len(name) >= MIN_NAME_CHARS
    }
    return not procedures <= compiled.keys()


def _has_other_lines(module: MacroModule) -> bool:
    compiled = compiled_lines(module.raw[: module.source_at])
    if not compiled:
        return False
    lines = module.source.removesuffix(b"\n").removesuffix(b"\r").split(b"\n")
    lines = [line.strip() for line in lines if not line.lstrip().startswith(b"Attribute ")]
    continued = sum(line.endswith(b" _") for line in lines)
    return not len(lines) - continued <= compiled <= len(lines)
