"""``pack check-links``: whether the pages are still there that a pack names as its sources.

The only command for makers of packs that uses the network.
"""

import os
from typing import Final

from kakekomi.check.exit_status import ExitStatus
from kakekomi.check.judging import PackChoice, load_pack
from kakekomi.check.language import Language
from kakekomi.check.visible import visible
from kakekomi.cli.console import Console
from kakekomi.cli.words import language_of
from kakekomi.guide.library import read_sources
from kakekomi.packs.links import Ask, Link, LinkState, ask_web, check_links

WRONG = frozenset({LinkState.GONE, LinkState.MOVED, LinkState.REFUSED})
"""What whoever makes the pack has to mend."""

SAYS: Final = {
    LinkState.OK: "pack.link_ok",
    LinkState.MOVED: "pack.link_moved",
    LinkState.GONE: "pack.link_gone",
    LinkState.FORBIDDEN: "pack.link_forbidden",
    LinkState.UNREACHABLE: "pack.link_unreachable",
    LinkState.REFUSED: "pack.link_refused",
}


def check(choice: PackChoice, lang: Language | None, ask: Ask = ask_web) -> int:
    """Say of each source how its page stands, as soon as it is known.

    The status is that of bad input if a page moved or is gone, *not checked* if servers did not
    answer, which may be our own network's fault.
    """
    console = Console(lang or language_of(os.environ), is_text=True)
    found: list[Link] = []
    pairs = [(one.id, one.url) for one in read_sources(load_pack(choice)) if one.url]
    for link in check_links(pairs, ask):
        found.append(link)
        state = console.words(SAYS[link.state], to=visible(link.moved_to))
        console.say(f"{link.source}  {state}  {visible(link.url)}")
    return _status({link.state for link in found})


def _status(states: set[LinkState]) -> int:
    if states & WRONG:
        return ExitStatus.UNREADABLE
    if LinkState.UNREACHABLE in states:
        return ExitStatus.NOT_CHECKED
    return ExitStatus.NOTHING_FOUND
