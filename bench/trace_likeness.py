"""Whether it is true what is said of mailboxes that can't be told apart."""

from dataclasses import dataclass, replace

from bench.trace_simulation import Case, thefts
from bench.trace_world import Setting
from kakekomi.trace.estimate import Estimate, estimate
from kakekomi.trace.world import HELD, World, quoted_mails

COUNTS = (2, 3, 5)


@dataclass(slots=True)
class Likenesses:
    """What came of it."""

    groups: int = 0
    """Answers that name mailboxes which can't be told apart, the best one among them."""
    alike: int = 0
    """Of these, all of the group truly held the same of the quoted mails."""
    robbed_inside: int = 0
    """The robbed one is in the group."""
    robbed_first: int = 0
    """The robbed one is the group's first."""
    wrong: int = 0
    """Answers whose best mailbox was not robbed although the robbed one held the same quotes."""
    unseen: int = 0
    """Of these, nothing in the archives shows that the robbed one held them."""
    told: int = 0
    """Of these, the robbed one is named as not to be told apart, or only by what was not quoted."""

    def add(self, case: Case, found: Estimate, world: World) -> None:
        """Count one answer."""
        best = next((one.mailboxes for one in found.hypotheses if one.mailboxes[0] >= 0), ())
        robbed = case.robbed[0]
        group = next((one for one in found.groups if best and best[0] in one), ())
        if group:
            self.groups += 1
            self.alike += all(_held(case, one) == _held(case, group[0]) for one in group)
            self.robbed_inside += robbed in group
            self.robbed_first += robbed == group[0]
        held = _held(case, robbed)
        if len(best) == 1 and best[0] != robbed and any(held) and _held(case, best[0]) == held:
            self.wrong += 1
            self.unseen += any(world.held_of(mail)[robbed] < HELD for mail in _quoted(case))
            self.told += robbed in group or (best[0], robbed) in found.separated_by_silence

    def line(self) -> str:
        """For people."""
        return (
            f"{self.groups} answers name mailboxes that can't be told apart: truly alike in"
            f" {self.alike}, the robbed one among them in {self.robbed_inside},"
            f" the first of them in {self.robbed_first}; of {self.wrong} wrong best mailboxes that"
            f" held the same quoted mails as the robbed one, {self.told} are said to be like it,"
            f" and of {self.unseen} no archive shows that the robbed one held them"
        )


def likenesses(setting: Setting, cases: int, seed: int) -> Likenesses:
    """Of answers from two, three and five spoofs, own and partners mixed."""
    counted = Likenesses()
    for case, world in thefts(setting, most=max(COUNTS), cases=cases, side="mixed", seed=seed):
        for count in COUNTS:
            if len(case.sightings) >= count:
                some = replace(case, sightings=case.sightings[:count])
                counted.add(some, estimate(world, some.sightings), world)
    return counted


def _held(case: Case, mailbox: int) -> list[bool]:
    """Of the quoted mails: whether they lay in it."""
    return [mailbox in case.made.holders[mail] for mail in _quoted(case)]


def _quoted(case: Case) -> list[int]:
    return list(dict.fromkeys(quoted_mails(case.sightings)))
