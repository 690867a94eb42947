from hypothesis import given, settings
from hypothesis import strategies as st

from kakekomi.facts.pc_tables import Authenticode, Collection, Launch
from kakekomi.facts.row import Row
from kakekomi.packs.model import Language
from kakekomi.respond.action import Action, ActionKind
from kakekomi.respond.guard import file_refusal
from kakekomi.respond.plan import make_plan
from kakekomi.respond.wording import Wording
from respond.judged import make_facts, make_file, make_finding, make_judgement, planned
from respond.pcs import pack

PATHS = st.builds(
    lambda folder, name: f"{folder}\\{name}",
    st.sampled_from(
        [
            "C:\\Windows\\System32", "C:\\Windows\\SysWOW64\\wbem", "C:\\Windows",
            "C:\\ProgramData", "C:\\Windows\\System32\\Kfichjg", "C:\\Users\\t\\..\\..",
            "C:\\Users\\t\\AppData\\Local\\Abc", "C:\\Program Files\\x", "",
            "\\\\?\\C:\\Windows",
        ]
    ),
    st.sampled_from(
        ["rundll32.exe", "regsvr32.exe", "x.dll", "svchost.exe", "SHELL32.dll", "a.ljk", "b.exe "]
    ),
)  # fmt: skip


@given(
    st.lists(PATHS, max_size=5),
    st.lists(PATHS, max_size=5),
    st.floats(-50, 500, allow_nan=False),
    st.sampled_from(["trusted", "missing"]),
)
@settings(max_examples=150)
def test_whatever_the_facts_say_no_file_of_windows_is_quarantined(
    named: list[str], started: list[str], weight: float, signature: str
) -> None:
    rows: list[Row] = [make_file(path) for path in named]
    rows += [Launch(origin="startup_items", name="a", target=path) for path in started]
    rows += [
        Authenticode(path=path, result=signature, subject_name="Microsoft Windows")
        for path in named[:2]
    ]
    findings = [make_finding(path, weight) for path in {*named, *started}]

    plan = planned(make_facts(*rows), make_judgement(*findings))

    for action in plan.changes:
        _assert_harmless(action, named[:2] if signature == "trusted" else [])


def _assert_harmless(action: Action, signed: list[str]) -> None:
    if action.action is not ActionKind.QUARANTINE_FILE:
        return
    name = action.target.rpartition("\\")[2].casefold()
    assert name.strip() not in {"rundll32.exe", "regsvr32.exe", "svchost.exe", "shell32.dll"}
    assert not action.target.startswith("C:\\Windows") or "\\Kfichjg\\" in action.target
    assert action.target not in signed
    assert file_refusal(action.target) is None


@given(st.lists(PATHS, min_size=1, max_size=6), st.floats(20, 500, allow_nan=False))
@settings(max_examples=100)
def test_even_if_every_file_seems_foreign_none_with_a_name_of_windows_is_quarantined(
    named: list[str], weight: float
) -> None:
    facts = make_facts(Collection(source="live"), *map(make_file, named))
    judgement = make_judgement(*(make_finding(path, weight) for path in set(named)))

    plan = make_plan(facts, judgement, pack(), Wording(Language.EN), is_foreign=lambda _path: True)

    for action in plan.changes:
        if action.action is ActionKind.QUARANTINE_FILE:
            folder, _, name = action.target.rpartition("\\")
            assert name in {"x.dll", "a.ljk"}
            assert folder.startswith("C:\\Users\\t\\AppData\\") or folder in {
                "C:\\ProgramData",
                "C:\\Windows\\System32",
                "C:\\Windows\\System32\\Kfichjg",
            }
