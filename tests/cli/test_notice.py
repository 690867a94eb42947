from kakekomi.cli.notice import Kind, Settled, Way
from kakekomi.notice.record import How
from kakekomi.notice.settle import Settle
from kakekomi.packs.notices import NoticeKind


def test_the_choices_are_those_of_the_rooms_that_they_stand_for() -> None:
    assert {one.value for one in Kind} == {one.value for one in NoticeKind}
    assert {one.value for one in Settled} == {one.value for one in Settle}
    assert {one.value for one in Way} == {one.value for one in How} - {How.MAIL}
