import pytest

from guide.cases import NOW, emotet
from kakekomi.facts.pc_setting_tables import OfficePolicy, Programs
from kakekomi.facts.pc_tables import Patches, SharedResources, WindowsSecurityProducts
from kakekomi.facts.row import Row
from kakekomi.facts.subject import Kind, SubjectFacts
from kakekomi.guide.case import Case
from kakekomi.guide.prevention import State, measures


def states(*rows: Row) -> dict[str, State]:
    facts = SubjectFacts(subject="PC-1", kind=Kind.PC, rows=rows)
    with Case(emotet()) as case:
        found = measures(case, facts, verdict="nothing_found", now=NOW)
    return {one.step.id: one.state for one in found}


def make_macros(value: int, name: str = "vbawarnings", *, is_enforced: bool = True) -> OfficePolicy:
    return OfficePolicy(
        application="Word", version="16.0", name=name, value=value, is_enforced=is_enforced
    )


def make_antivirus(state: str, *, is_current: bool | None) -> WindowsSecurityProducts:
    return WindowsSecurityProducts(
        type="Antivirus", name="Defender", state=state, signatures_up_to_date=is_current
    )


@pytest.mark.parametrize(
    ("step", "row", "state"),
    [
        ("keep-windows-updated", Patches(hotfix_id="KB1", installed_on="2022-03-01"), State.DONE),
        ("keep-windows-updated", Patches(hotfix_id="KB1", installed_on="2021-11-01"), State.OPEN),
        ("keep-windows-updated", Patches(hotfix_id="KB1", installed_on="2029-01-01"), State.OPEN),
        ("keep-windows-updated", Patches(hotfix_id="KB1", installed_on="today"), State.OPEN),
        ("keep-software-supported", Programs(name="7-Zip 22.01 (x64)"), State.DONE),
        ("keep-software-supported", Programs(name="Adobe Flash Player 32 NPAPI"), State.OPEN),
        ("keep-software-supported", Programs(name="Java 7 Update 80"), State.DONE),
        ("keep-software-supported", Programs(name="Java(TM) 6 Update 45"), State.OPEN),
        ("keep-software-supported", Programs(name="Microsoft Office 2010"), State.OPEN),
        ("keep-software-supported", Programs(name="Microsoft Office 2013"), State.DONE),
        ("keep-antivirus-updated", make_antivirus("On", is_current=True), State.DONE),
        ("keep-antivirus-updated", make_antivirus("Off", is_current=True), State.OPEN),
        ("keep-antivirus-updated", make_antivirus("On", is_current=None), State.OPEN),
        ("disable-macros", make_macros(4), State.DONE),
        ("disable-macros", make_macros(1, "blockcontentexecutionfrominternet"), State.DONE),
        ("disable-macros", make_macros(1), State.OPEN),
        ("disable-macros", make_macros(4, is_enforced=False), State.OPEN),
        ("check-shared-folders", SharedResources(name="data", everyone="change"), State.OPEN),
        ("check-shared-folders", SharedResources(name="data", everyone="read"), State.DONE),
    ],
)
def test_what_the_pc_shows_decides(step: str, row: Row, state: State) -> None:
    assert states(row)[step] is state


def test_what_no_fact_shows_is_asked_and_never_taken_for_done() -> None:
    assert set(states().values()) == {State.ASK}


def test_what_only_people_know_is_asked_whatever_was_read() -> None:
    assert (
        states(Patches(hotfix_id="KB1", installed_on="2022-03-01"))["strong-sign-in"] is State.ASK
    )
