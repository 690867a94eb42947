"""Gather what the readers find and finish it into one ``OfficeDocument``.

The readers of the formats fill the same draft, since documents nest: a package holds a compound
file, which holds macros. What all formats share (words of macros, lures, order, caps) is done once,
here, at the end.
"""

from dataclasses import dataclass, field, replace
from typing import Final

from kakekomi.mail import lure, macro_words, office_lock, stomping, vba
from kakekomi.mail.document import (
    Defect,
    EmbeddedObject,
    ExternalTarget,
    HiddenSheet,
    Lure,
    MacroKeyword,
    MacroModule,
    OfficeDocument,
    OfficeFormat,
)
from kakekomi.mail.keyring import Keyring, Lock

MAX_ROWS: Final = 500
"""Of each kind in one document; a verdict needs one, a report shows dozens."""
MAX_OBJECT_BYTES: Final = 16 * 1024 * 1024
"""Of one embedded object; larger ones are padding or pictures."""
MAX_OBJECTS_BYTES: Final = 32 * 1024 * 1024
"""Of all embedded objects of a document."""


@dataclass(slots=True, kw_only=True)
class Draft:
    """What was found so far."""

    format: OfficeFormat
    keyring: Keyring = field(default_factory=Keyring)
    """What to try if it is encrypted."""
    encryption: str | None = None
    encrypted: bool = False
    modules: list[MacroModule] = field(default_factory=list)
    macro: bool = False
    xlm: bool = False
    xlm_autoexec: list[str] = field(default_factory=list)
    other_keywords: list[MacroKeyword] = field(default_factory=list)
    """Of macro sheets, and of what calls a macro."""
    stomped: list[MacroKeyword] = field(default_factory=list)
    hidden_sheets: list[HiddenSheet] = field(default_factory=list)
    dde: list[str] = field(default_factory=list)
    external_targets: list[ExternalTarget] = field(default_factory=list)
    objects: list[EmbeddedObject] = field(default_factory=list)
    lures: list[Lure] = field(default_factory=list)
    defects: list[Defect] = field(default_factory=list)

    @property
    def is_full(self) -> bool:
        """Whether so much of macros was read that no further project is."""
        return vba.is_full(self.modules)

    def unlock(self, lock: Lock) -> bytes | None:
        """Note that the document is locked, and give the key if a password at hand opens it."""
        self.encrypted, self.encryption = True, lock.scheme
        return self.keyring.open(lock)

    def stay_locked(self, scheme: str | None, why: str) -> None:
        """Note that the document is locked in a way that is not read, or damaged."""
        self.encrypted, self.encryption = True, scheme
        if scheme not in office_lock.NOT_BY_PASSWORD:
            self.add_defect("encryption", why)

    def add_object(self, item: EmbeddedObject) -> None:
        """Keep an embedded object; beyond ``MAX_OBJECTS_BYTES`` in all, only its names."""
        if sum(len(known.content) for known in self.objects) + len(item.content) > (
            MAX_OBJECTS_BYTES
        ):
            item = replace(item, content=b"")
            self.add_defect(item.name or "embedded object", "too large to keep")
        if len(self.objects) < MAX_ROWS:
            self.objects.append(item)

    def add_project(self, project: vba.VbaProject | None) -> None:
        """Take over the modules of a VBA project; None: there is none."""
        if project is None:
            return
        self.modules.extend(project.modules)
        self.defects.extend(project.defects)
        self.macro = self.macro or project.has_code
        self.stomped.extend(stomping.find(project))

    def add_text(self, text: str) -> None:
        """Look for lures in ``text``."""
        self.lures.extend(lure.find(text))

    def add_raw_text(self, raw: bytes) -> None:
        """Look for lures in bytes that hold text in 8 or 16 bits somewhere."""
        self.lures.extend(lure.find_in_bytes(raw))

    def add_defect(self, where: str, what: str) -> None:
        """Note that part of the document was not read."""
        self.defects.append(Defect(where=where, what=what))

    def finish(self) -> OfficeDocument:
        """Make the value."""
        words = macro_words.find(self.modules)
        return OfficeDocument(
            format=self.format,
            encrypted=self.encrypted,
            encryption=self.encryption,
            opened_with=self.keyring.opened_with if self.encrypted else None,
            hash_rounds=self.keyring.rounds_done,
            is_untried=self.keyring.is_spent,
            macro=self.macro,
            modules=tuple(self.modules),
            autoexec=macro_words.autoexec([*words, *self.other_keywords]),
            keywords=tuple(sorted({*words, *self.stomped, *self.other_keywords[:MAX_ROWS]})),
            xlm=self.xlm,
            xlm_autoexec=tuple(dict.fromkeys(self.xlm_autoexec))[:MAX_ROWS],
            hidden_sheets=tuple(self.hidden_sheets[:MAX_ROWS]),
            dde=tuple(dict.fromkeys(self.dde))[:MAX_ROWS],
            external_targets=tuple(dict.fromkeys(self.external_targets))[:MAX_ROWS],
            objects=tuple(self.objects[:MAX_ROWS]),
            lures=_sorted_lures(self.lures),
            defects=tuple(self.defects[:MAX_ROWS]),
        )


def _sorted_lures(lures: list[Lure]) -> tuple[Lure, ...]:
    return tuple(sorted(set(lures), key=lambda found: (found.kind, found.phrase)))
