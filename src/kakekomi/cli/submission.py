"""``check pc --submit URL``: hand the result in after it was shown, and what was done to this PC.

The desk knows each content once, so a journal that it has already costs one question.
"""

import os
import socket
import sys
from pathlib import Path

from kakekomi.check.judging import Collected
from kakekomi.check.outcome import Problem
from kakekomi.check.visible import valid_text
from kakekomi.cli.console import Console
from kakekomi.cli.data_folder import RESPONSES, THIS_PC, data_folder
from kakekomi.facts import snapshot
from kakekomi.facts.errors import KakekomiError

NOT_SENT = "problem.not_sent"
"""Key of the words for a result that no desk has stored."""


def submit(one: Collected, address: str, enrolment: str | None, console: Console) -> Problem | None:
    """Send this result and those that still wait; None if the desk stored them all."""
    from kakekomi.check import submit as sending  # noqa: PLC0415  for --submit only

    hostname = socket.gethostname()
    try:
        folder = data_folder(os.environ, platform=sys.platform, home=Path.home())
        spool = sending.Spool(folder, sending.parse(address))
        if one.facts:
            spool.keep(snapshot.write(one.facts), f"{hostname}.snapshot")
        journal = folder / RESPONSES / THIS_PC
        if journal.is_file():
            spool.keep(journal.read_bytes(), f"{hostname}.jsonl")
        sent = sending.send_with(spool, enrolment, hostname)
    except (KakekomiError, OSError) as error:
        return Problem(name=valid_text(address), key=NOT_SENT, reason=str(error))
    if sent.waiting:
        return Problem(name=valid_text(address), key=NOT_SENT, reason=sent.trouble)
    console.tell(console.asides("notice.submitted", count=sent.stored, address=address))
    return None
