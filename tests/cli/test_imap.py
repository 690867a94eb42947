import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.imap_server import ImapServer, serving
from kakekomi.cli import imap
from kakekomi.cli.imap import Account, RemoteMail
from kakekomi.drill.mail import make_mail
from kakekomi.facts.errors import (
    ConfigurationError,
    NotPermittedError,
    ParseError,
    UnavailableError,
    UnsupportedError,
)
from kakekomi.mail.mime import MAX_MAIL_BYTES

MAIL = make_mail("text")


def read(server: ImapServer, *, secret: str | None = None, folder: str = "") -> list[RemoteMail]:
    account = Account(
        scheme="imap", host="127.0.0.1", port=server.port, user=server.user, folder=folder
    )
    return list(imap.read(account, secret or server.secret))


@pytest.mark.enable_socket
def test_mails_of_all_folders_are_given_as_they_lie_there() -> None:
    with serving(ImapServer({"INBOX": [MAIL, b"\r\nodd\0"], "&kAFP4Q-": [MAIL]})) as server:
        found = read(server)
        start = f"imap://taro@127.0.0.1:{server.port}"

    assert found == [
        RemoteMail(name=f"{start}/INBOX;UID=10", data=MAIL),
        RemoteMail(name=f"{start}/INBOX;UID=11", data=b"\r\nodd\0"),
        RemoteMail(name=f"{start}/%E9%80%81%E4%BF%A1;UID=10", data=MAIL),
    ]


@pytest.mark.enable_socket
def test_nothing_is_asked_that_could_change_the_mailbox() -> None:
    with serving(ImapServer({"INBOX": [MAIL]})) as server:
        read(server)

    assert server.asked == [
        "CAPABILITY",
        "LOGIN",
        'LIST "" "*"',
        'EXAMINE "INBOX"',
        "UID SEARCH ALL",
        f"UID FETCH 10 (BODY.PEEK[]<0.{MAX_MAIL_BYTES + 1}>)",
        "LOGOUT",
    ]


@pytest.mark.enable_socket
def test_only_the_folder_named_is_read() -> None:
    with serving(ImapServer({"INBOX": [MAIL], "Sent": [MAIL]})) as server:
        found = read(server, folder="Sent")

    assert [one.name.rpartition("/")[2] for one in found] == ["Sent;UID=10"]


@pytest.mark.enable_socket
def test_a_folder_that_only_holds_folders_is_not_opened() -> None:
    folders = {"Archive": [], "INBOX": [MAIL]}
    with serving(ImapServer(folders, flags={"Archive": "\\NoSelect"})) as server:
        read(server)

    assert 'EXAMINE "Archive"' not in server.asked


@pytest.mark.enable_socket
def test_a_mail_or_folder_that_the_server_withholds_hides_no_other() -> None:
    with serving(ImapServer({"INBOX": [b"", MAIL]})) as server:
        found = read(server)
        missing = read(server, folder="gone")

    assert isinstance(found[0].data, ParseError)
    assert found[1].data == MAIL
    assert [type(one.data) for one in missing] == [ParseError]


@pytest.mark.enable_socket
def test_a_wrong_password_is_refused_and_not_repeated_in_the_message() -> None:
    with serving(ImapServer({})) as server, pytest.raises(NotPermittedError) as refused:
        read(server, secret="wr0ng")

    assert "wr0ng" not in str(refused.value)


@pytest.mark.enable_socket
@pytest.mark.parametrize("command", ["CAPABILITY", "LOGIN", "LIST", "EXAMINE", "UID FETCH"])
def test_a_line_that_breaks_is_told(command: str) -> None:
    server = ImapServer({"INBOX": [MAIL]}, breaks_at=command)
    with serving(server), pytest.raises(UnavailableError):
        read(server)


@pytest.mark.enable_socket
def test_a_server_that_is_not_there_is_told() -> None:
    with serving(ImapServer({})) as server:
        pass
    with pytest.raises(UnavailableError):
        read(server)


@pytest.mark.enable_socket
def test_a_server_without_tls_gets_no_password() -> None:
    with serving(ImapServer({"INBOX": [MAIL]})) as server:
        account = Account(scheme="imaps", host="127.0.0.1", port=server.port, user="taro")
        with pytest.raises(UnavailableError):
            list(imap.read(account, "pass"))

    assert "LOGIN" not in server.asked


@pytest.mark.parametrize(
    ("address", "account"),
    [
        (
            "imaps://taro@mail.example",
            Account(scheme="imaps", host="mail.example", port=993, user="taro"),
        ),
        (
            "IMAPS://taro@a.example@mail.example:1993/INBOX/a%20b",
            Account(
                scheme="imaps",
                host="mail.example",
                port=1993,
                user="taro@a.example",
                folder="INBOX/a b",
            ),
        ),
        (
            "imap://t%40a@[::1]:143/",
            Account(scheme="imap", host="::1", port=143, user="t@a"),
        ),
    ],
)
def test_an_address_is_read(address: str, account: Account) -> None:
    assert imap.parse(address) == account
    assert imap.parse(f"{account.address}/{account.folder}") == account


@pytest.mark.parametrize(
    "address",
    [
        "imaps://mail.example",
        "imaps://u:secret@mail.example",
        "imaps://u@",
        "imaps://u@h:port",
        "x",
    ],
)
def test_other_addresses_are_refused_and_no_password_is_repeated(address: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        imap.parse(address)

    assert "secret" not in str(refused.value)


def test_the_password_is_asked_for_where_there_is_no_keyring(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    asked: list[str] = []

    def ask(prompt: str) -> str:
        asked.append(prompt)
        return "pass"

    assert imap.password(imap.parse("imaps://taro@mail.example"), ask) == "pass"
    assert asked == ["imaps://taro@mail.example: "]


def test_without_the_library_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "imap_tools", None)

    with pytest.raises(UnsupportedError, match="imap-tools"):
        list(imap.read(imap.parse("imaps://taro@mail.example"), "pass"))


@given(st.text(max_size=60))
def test_any_address_is_read_or_refused(text: str) -> None:
    for address in (text, f"imaps://{text}", f"imaps://u@{text}"):
        try:
            imap.parse(address)
        except ConfigurationError:
            continue
