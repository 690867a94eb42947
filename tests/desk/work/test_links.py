from collections.abc import Callable
from datetime import date, timedelta

import pytest

from kakekomi.desk.work.ledger import Lease, LeaseLostError, ask_for, take
from kakekomi.desk.work.links import STALE, check_all, is_stale
from kakekomi.desk.work.models import Kind, LinkCheck
from kakekomi.guide.library import Source
from kakekomi.packs.links import Answer
from kakekomi.packs.model import Text

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 24)


def take_links(key: str) -> Lease:
    job, _ = ask_for(Kind.LINKS, key)
    lease = take(job.pk)
    assert lease is not None
    return lease


def answering(status: int) -> Callable[[str, str], Answer]:
    return lambda _method, _url: Answer(status)


def test_the_newest_answer_of_each_page_is_kept() -> None:
    check_all(take_links("links:1"), answering(200))
    pages = LinkCheck.objects.count()
    check_all(take_links("links:2"), answering(404))

    assert pages > 5
    assert LinkCheck.objects.count() == pages
    assert set(LinkCheck.objects.values_list("state", flat=True)) == {"gone"}


def test_it_goes_on_where_it_stopped() -> None:
    lease = take_links("links:1")
    asked: list[str] = []

    def ask(_method: str, url: str) -> Answer:
        asked.append(url)
        if len(asked) == 4:
            raise LeaseLostError  # the worker is ended in the middle of the fourth
        return Answer(200)

    with pytest.raises(LeaseLostError):
        check_all(lease, ask)
    check_all(lease, ask)

    assert asked[3] == asked[4]
    assert len(asked) == len(set(asked)) + 1 == LinkCheck.objects.count() + 1


@pytest.mark.parametrize(
    ("checked_at", "expected"),
    [(None, True), (TODAY - STALE, False), (TODAY - STALE - timedelta(days=1), True)],
)
def test_words_that_were_not_compared_for_long_are_stale(
    checked_at: date | None, *, expected: bool
) -> None:
    title = Text(ja="題", en="title")
    source = Source(id="s", title=title, publisher=title, checked_at=checked_at)

    assert is_stale(source, TODAY) is expected
