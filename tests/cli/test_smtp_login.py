import sys
from types import ModuleType

import pytest

from kakekomi.cli.smtp_login import secret_of
from kakekomi.notice.mail_server import parse_server

SERVER = parse_server("smtps://taro@mail.example")


def test_without_a_keyring_the_person_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)

    assert secret_of(SERVER, ask=lambda prompt: prompt) == "smtps://taro@mail.example:465: "


@pytest.mark.parametrize(
    ("known", "expected"), [("from the safe", "from the safe"), (None, "asked")]
)
def test_a_keyring_is_asked_first(
    monkeypatch: pytest.MonkeyPatch, known: str | None, expected: str
) -> None:
    keyring, errors = ModuleType("keyring"), ModuleType("keyring.errors")
    setattr(errors, "KeyringError", RuntimeError)  # noqa: B010  the module is made here
    setattr(keyring, "errors", errors)  # noqa: B010
    setattr(keyring, "get_password", lambda *_: known)  # noqa: B010
    monkeypatch.setitem(sys.modules, "keyring", keyring)
    monkeypatch.setitem(sys.modules, "keyring.errors", errors)

    assert secret_of(SERVER, ask=lambda _: "asked") == expected
