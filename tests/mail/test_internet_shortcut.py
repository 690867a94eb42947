from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakekomi.facts.errors import ParseError
from kakekomi.mail import internet_shortcut
from kakekomi.mail.internet_shortcut import TextShortcut


@pytest.mark.parametrize("encoding", ["ascii", "utf-16"])
def test_the_address_of_an_internet_shortcut_is_read(encoding: str) -> None:
    text = (
        "[InternetShortcut]\r\nBASEURL=http://no.invalid/\r\nURL = file://host.invalid/a.exe \r\n"
    )

    assert internet_shortcut.parse(text.encode(encoding)) == TextShortcut(
        kind="url", target="file://host.invalid/a.exe"
    )


@pytest.mark.parametrize(
    ("command", "target", "arguments"),
    [
        ("%windir%\\system32\\cmd.exe /c echo 1", "%windir%\\system32\\cmd.exe", "/c echo 1"),
        ('"C:\\a b\\c.exe" x &amp; y', "C:\\a b\\c.exe", "x & y"),
    ],
)
def test_the_command_of_a_settings_shortcut_is_read(
    command: str, target: str, arguments: str
) -> None:
    page = f"<PCSettings><SearchableContent><DeepLink>{command}</DeepLink></SearchableContent>"

    assert internet_shortcut.parse(page.encode()) == TextShortcut(
        kind="settings", target=target, arguments=arguments
    )


@pytest.mark.parametrize("data", [b"", b"[InternetShortcut]\r\n", b"<DeepLink> </DeepLink>"])
def test_what_names_nothing_is_refused(data: bytes) -> None:
    with pytest.raises(ParseError):
        internet_shortcut.parse(data)


@given(st.binary(max_size=300))
def test_any_bytes_parse_or_raise_parse_error(data: bytes) -> None:
    for start in (b"", b"URL=", b"<DeepLink>"):
        with suppress(ParseError):
            internet_shortcut.parse(start + data)
