from cli.documents import make_document
from kakekomi.check.exit_status import ExitStatus
from kakekomi.check.language import Language
from kakekomi.check.outcome import Problem
from kakekomi.cli.summary import MAX_NAMED, Tally
from kakekomi.cli.words import load


def make_tally(*verdicts: str, problems: tuple[ExitStatus, ...] = ()) -> Tally:
    tally = Tally()
    for verdict in verdicts:
        tally.verdict(make_document(verdict=verdict))
    for status in problems:
        tally.problem(Problem(name="x", key="problem.other", status=status))
    return tally


def test_the_status_is_that_of_the_worst() -> None:
    unreadable = (ExitStatus.UNREADABLE,)

    assert make_tally().status == 0
    assert make_tally("nothing_found", problems=unreadable).status == 2
    assert make_tally("suspicious", "detected", problems=unreadable).status == 20
    assert make_tally("detected", problems=(ExitStatus.OUR_FAULT,)).status == 1


def test_a_file_that_is_only_mentioned_counts_for_nothing() -> None:
    tally = make_tally("detected", problems=(ExitStatus.NOTHING_FOUND,))

    assert (tally.total, tally.status) == (1, 20)


def test_the_line_counts_all_once_the_worst_first() -> None:
    problems = (ExitStatus.UNREADABLE, ExitStatus.OUR_FAULT)
    tally = make_tally("nothing_found", "not_checked", "detected", problems=problems)

    assert tally.line(load(Language.EN)) == (
        "4 in all: 1 detected, 1 nothing found, 1 not checked, 1 unreadable, 1 crashed"
    )
    assert tally.line(load(Language.JA)) == (
        "全部で 4 件: 検知 1、該当なし 1、調べられず 1、読めず 1、異常終了 1"
    )


def test_those_that_need_somebody_are_named_again_the_worst_first() -> None:
    tally = make_tally("suspicious", "nothing_found", "detected")

    assert list(tally.names(load(Language.EN))) == ["detected: in/a.eml", "suspicious: in/a.eml"]


def test_a_long_list_of_names_is_cut_and_counted() -> None:
    tally = make_tally(*["detected"] * (MAX_NAMED + 3))

    assert list(tally.names(load(Language.EN)))[-1] == "detected: 3 more"
