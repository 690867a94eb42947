"""Say what a mail's damage, caps, pictures and links leave unseen, at whatever depth it lies.

A mail inside a mail has gaps of its own: evidence is handed on as an attached mail, and a part that
is lost in there is lost all the same.
"""

from typing import Final

from kakekomi.facts.gap import What, Why
from kakekomi.facts.subject import FactsBuilder
from kakekomi.mail.body import MailBody
from kakekomi.mail.defect import LIMITS, Defect, DefectKind

MIN_READABLE_CHARS: Final = 20
"""A body of pictures with less text than this says nothing that we could read."""

LOSSES: Final = {
    DefectKind.SIZE_LIMIT: What.MAIL,
    DefectKind.HEADER_LIMIT: What.HEADER,
    DefectKind.PART_LIMIT: What.PART,
    DefectKind.DEPTH_LIMIT: What.PART,
    DefectKind.MISSING_BODY: What.TEXT,
    DefectKind.MISSING_CLOSE: What.PART,
    DefectKind.NO_PARTS: What.PART,
    DefectKind.UNKNOWN_TRANSFER_ENCODING: What.PART,
    DefectKind.BROKEN_BASE64: What.PART,
    DefectKind.NOT_BASE64: What.PART,
    DefectKind.BROKEN_UUENCODE: What.PART,
}
"""Defects by which something may be lost, and what; all others were read in spite of the damage."""


def is_picture_only(shown: MailBody) -> bool:
    """Whether the body shows pictures and no text to speak of."""
    if not shown.pictures:
        return False
    words = shown.text.split(None, MIN_READABLE_CHARS)
    if len(words) > MIN_READABLE_CHARS:
        return False
    return sum(map(len, words)) < MIN_READABLE_CHARS


def add(builder: FactsBuilder, shown: MailBody, node: int | None, *, targets: int) -> None:
    """Gaps of the mail, or of the mail that is the file ``node``; ``targets`` links lead on."""
    if shown.defects:
        _add_defects(builder, shown.defects, node)
    if shown.is_cut:
        builder.gap(What.TEXT, Why.LIMIT, node=node)
    if is_picture_only(shown):
        builder.gap(What.PICTURE, Why.UNSUPPORTED, node=node)
    if shown.lossy_charset is not None:
        builder.gap(What.TEXT, Why.UNREADABLE, shown.lossy_charset, node=node)
    if targets:
        builder.gap(What.LINK_TARGET, Why.BEYOND_THIS_CHECK, str(targets), node=node)


def _add_defects(builder: FactsBuilder, defects: tuple[Defect, ...], node: int | None) -> None:
    """One gap for each kind of loss: which repair it was, only programmers would understand."""
    kinds = dict.fromkeys(defect.kind for defect in defects)
    losses = dict.fromkeys((LOSSES[kind], kind in LIMITS) for kind in kinds if kind in LOSSES)
    for what, is_limit in losses:
        builder.gap(what, Why.LIMIT if is_limit else Why.DAMAGED, node=node)
