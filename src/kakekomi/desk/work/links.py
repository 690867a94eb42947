"""Ask whether the sources are still there, and keep what came of it.

Only when somebody asked for it by the button: the desk never goes out by itself.
"""

from datetime import date, timedelta
from typing import Final

from django.utils import timezone

from kakekomi.desk.house.knowledge import current_pack
from kakekomi.desk.work.ledger import Lease
from kakekomi.desk.work.models import LinkCheck
from kakekomi.guide.library import Source, read_sources
from kakekomi.packs.links import MAX_LINKS, Ask, Link, ask_web, check_link

STALE: Final = timedelta(days=180)
"""Words that were not compared with their source for half a year are shown as old."""


def check_all(lease: Lease, ask: Ask = ask_web) -> None:
    """Ask for each source, from where the job stands. Raises: LeaseLostError."""
    sources = [one for one in read_sources(current_pack()) if one.url][:MAX_LINKS]
    lease.set_total(len(sources))
    for number, source in enumerate(sources[lease.job.cursor :], lease.job.cursor + 1):
        link = check_link(source.id, source.url, ask)
        with lease.batch(done=1, cursor=number):
            _keep(link)


def _keep(link: Link) -> None:
    LinkCheck.objects.update_or_create(
        url=link.url,
        defaults={
            "source": link.source,
            "state": link.state.value,
            "status": link.status,
            "moved_to": link.moved_to,
            "checked_at": timezone.now(),
        },
    )


def is_stale(source: Source, today: date) -> bool:
    """Whether nobody has compared our words with the source for long."""
    return source.checked_at is None or today - source.checked_at > STALE
