import pytest

from kakekomi.check.exit_status import ExitStatus
from kakekomi.check.judging import PackChoice, load_pack
from kakekomi.check.language import Language
from kakekomi.cli.pack_links import check
from kakekomi.guide.library import read_sources
from kakekomi.packs.links import Answer

PAGES = [one for one in read_sources(load_pack(PackChoice())) if one.url]


@pytest.mark.parametrize(
    ("status", "exit_status", "says"),
    [
        (200, ExitStatus.NOTHING_FOUND, "あります"),
        (403, ExitStatus.NOTHING_FOUND, "見せてもらえませんでした"),
        (404, ExitStatus.UNREADABLE, "なくなりました"),
        (500, ExitStatus.NOT_CHECKED, "つながりませんでした"),
    ],
)
def test_each_source_is_named_with_the_state_of_its_page(
    status: int, exit_status: int, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    ended = check(PackChoice(), Language.JA, lambda _method, _url: Answer(status))

    lines = capsys.readouterr().out.splitlines()
    assert ended == exit_status
    assert lines == [f"{one.id}  {says}  {one.url}" for one in PAGES]


def test_a_page_that_moved_is_wrong_in_the_pack(capsys: pytest.CaptureFixture[str]) -> None:
    def ask(_method: str, url: str) -> Answer:
        return Answer(200) if url.endswith("/new") else Answer(301, "https://office.example/new")

    ended = check(PackChoice(), Language.EN, ask)

    assert ended == ExitStatus.UNREADABLE
    assert capsys.readouterr().out.count("moved to https://office.example/new") == len(PAGES)
