"""Knowledge packs that were handed in: refused, or loaded and made the current one.

Only a pack that a trusted key has signed gets in: a key of the program, or one that whoever runs
the desk has put into its data folder (``trusted-keys/NAME.pub.pem``). The version that is current
is asked of the database now and then, so that every process changes over within seconds.
"""

import time
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from django.conf import settings
from django.db import transaction

from kakekomi.desk.house.audit import record
from kakekomi.desk.work.ledger import ask_for
from kakekomi.desk.work.models import Kind, LoadedPack
from kakekomi.facts.errors import ConfigurationError
from kakekomi.packs.build import read_built
from kakekomi.packs.keys import trusted_keys
from kakekomi.packs.load import load_embedded, load_files
from kakekomi.packs.model import Pack
from kakekomi.packs.sign import verify

TRUSTED_FOLDER: Final = "trusted-keys"

LOOK_S: Final = 5.0
"""Between two looks for a newer pack: a request each would cost a query each."""


class OtherPackError(ConfigurationError):
    """The pack is sound, but no newer knowledge of the same kind."""


def load(content: bytes, *, actor: str) -> LoadedPack:
    """Take a pack in, make it current, and have all stored facts judged by it.

    Raises:
        ConfigurationError: it is refused, and why.
    """
    files = read_built(content, where="the pack")
    signer = verify(files, trusted_keys(settings.CONFIG.data / TRUSTED_FOLDER))
    pack = load_files(files)
    digest = sha256(content).hexdigest()
    with transaction.atomic():
        before = target().version
        _check_newer(pack, before)
        LoadedPack.objects.filter(is_current=True).update(is_current=False)
        loaded, _ = LoadedPack.objects.update_or_create(
            sha256=digest,
            defaults={
                "pack_id": pack.id,
                "version": pack.version,
                "content": content,
                "key_id": signer.id,
                "loaded_by": actor,
                "is_current": True,
            },
        )
        ask_for(Kind.REJUDGE, target().key)
        record(actor, "pack.load", loaded, before=before, after=pack.version)
    _seen.forget()
    return loaded


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """The pack that everything is to be judged by."""

    pack_id: str
    version: str
    content: bytes | None = None
    """The built file; None: the program's own."""

    @property
    def key(self) -> str:
        """Key of the job that judges everything by it."""
        return f"rejudge:{self.pack_id}:{self.version}"


def target() -> Target:
    """The current loaded pack, or the program's own if that is newer, as the database says now."""
    own = load_embedded()
    row = LoadedPack.objects.filter(is_current=True, pack_id=own.id).first()
    if row is None or _order(row.version) <= _order(own.version):
        return Target(pack_id=own.id, version=own.version)
    return Target(pack_id=row.pack_id, version=row.version, content=bytes(row.content))


def newest_pack() -> Pack | None:
    """The loaded pack that is current; None if the program's own is as new."""
    return _seen.pack()


def _check_newer(pack: Pack, before: str) -> None:
    known = load_embedded().id
    if pack.id != known:
        raise OtherPackError(f"the pack is {pack.id!r}, this desk works by {known!r}")
    if _order(pack.version) <= _order(before):
        raise OtherPackError(f"version {pack.version!r} is not newer than {before!r}")


def _order(version: str) -> tuple[int, ...]:
    """Versions are numbers with dots (dates); what is no number counts as 0."""
    return tuple(int(part) if part.isdecimal() else 0 for part in version.split("."))


@dataclass(slots=True)
class _Seen:
    """The pack of this process, and when it was last asked for a newer one."""

    version: str = ""
    loaded: Pack | None = None
    looked_s: float | None = None

    def forget(self) -> None:
        """Look again at once."""
        self.looked_s = None

    def pack(self) -> Pack | None:
        """The current pack."""
        now = time.monotonic()
        if self.looked_s is None or now - self.looked_s >= LOOK_S:
            self.looked_s = now
            self._look()
        return self.loaded

    def _look(self) -> None:
        now = target()
        if now.content is None:
            self.version, self.loaded = "", None
        elif now.version != self.version:
            self.loaded = load_files(read_built(now.content, where=now.key))
            self.version = now.version


_seen: Final = _Seen()
