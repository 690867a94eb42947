import pytest

from kakekomi.mail import script_marks

EXAMPLES = {
    "WSF_MARK": (b'<job id="a"><script', b"<package>"),
    "HTA_MARK": (b"<HTA:APPLICATION", b"<html>"),
    "BAT_MARK": (b"@echo off", b"echo"),
    "PS1_MARK": (b"Invoke-Expression", b"power"),
    "JS_MARK": (b"WScript.Sleep(1);", b"WScript.Sleep 1"),
    "VBS_MARK": (b"Dim a", b"function f() {"),
    "ENCODED_MARK": (b"#@~^JwAAAA==", b"#@"),
    "SETTINGS_MARK": (b"<PCSettings>", b"<Settings>"),
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_each_mark_takes_and_refuses_what_it_says(name: str) -> None:
    taken, refused = EXAMPLES[name]
    mark = getattr(script_marks, name)

    assert mark.search(taken)
    assert not mark.search(refused)


def test_every_mark_has_its_examples() -> None:
    assert {name for name in vars(script_marks) if name.endswith("_MARK")} == set(EXAMPLES)
