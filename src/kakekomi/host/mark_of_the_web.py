"""The mark that Windows puts on a file from elsewhere, kept in a stream beside its content.

``name:Zone.Identifier`` is a short text::

    [ZoneTransfer]
    ZoneId=3
    ReferrerUrl=https://…
    HostUrl=https://…

On other systems the stream is there if the disk was mounted so that streams are files of that name.

Source: [MS-FSCC] section 5.6.1
"""

import re
from typing import Final

from kakekomi.facts.pc_setting_tables import ZoneIdentifier
from kakekomi.host.disk import Disk, Entry

STREAM: Final = "Zone.Identifier"
MAX_MARK_BYTES: Final = 16 * 1024
"""Three lines; addresses can be long."""
MAX_URL_CHARS: Final = 8_192
"""Longer ones say no more."""

FIELD_PATTERN: Final = re.compile(
    r"^[ \t]{0,8}(ZoneId|ReferrerUrl|HostUrl)[ \t]{0,8}=(.*)$", re.IGNORECASE | re.MULTILINE
)
"""Takes ``ZoneId=3``; refuses ``[ZoneTransfer]``."""
_MAX_ZONE: Final = 4
"""Windows has the zones 0 to 4, the last being restricted sites."""


def mark_of(disk: Disk, entry: Entry) -> ZoneIdentifier | None:
    """The file's mark; None if it has none."""
    data = disk.stream(entry, STREAM, MAX_MARK_BYTES)
    return None if data is None else parse_mark(data, path=entry.path)


def parse_mark(data: bytes, *, path: str) -> ZoneIdentifier:
    """What the mark says; a mark that cannot be read is still one, of an unknown zone."""
    encoding = "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8"
    fields: dict[str, str] = {}
    for name, text in FIELD_PATTERN.findall(data.decode(encoding, "replace")):
        fields.setdefault(name.casefold(), text.strip()[:MAX_URL_CHARS])
    zone = fields.get("zoneid", "")
    return ZoneIdentifier(
        path=path,
        zone=int(zone)
        if zone.isascii() and zone.isdigit() and int(zone[:3]) <= _MAX_ZONE
        else None,
        referrer_url=fields.get("referrerurl") or None,
        host_url=fields.get("hosturl") or None,
    )
