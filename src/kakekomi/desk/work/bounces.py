"""Returned mails that people hand in: read apart, and written down beside whom they are about."""

from collections.abc import Sequence
from typing import Final

import msgspec
from django.db import transaction
from django.utils import timezone

from kakekomi.desk.work.apart import ask
from kakekomi.desk.work.bounce_reading import Returned, bounces_in
from kakekomi.desk.work.notice_record import DeskRecord
from kakekomi.notice.bounce import Bounce, event_of

MAX_READING_S: Final = 25.0
"""Somebody waits in front of a browser, which gives up after 30."""


def take_bounces(record: DeskRecord, files: Sequence[Returned]) -> int:
    """Write down whose mail came back; how many that changes. Raises: ParseError."""
    request = msgspec.msgpack.encode(list(files))
    answer = ask(bounces_in, request, most_s=MAX_READING_S)
    changed = 0
    with transaction.atomic():
        for bounce in msgspec.msgpack.decode(answer, type=tuple[Bounce, ...]):
            event = event_of(bounce, record, at=timezone.now())
            if event is not None:
                record.add(event)
                changed += 1
    return changed
