import ssl
from dataclasses import dataclass
from pathlib import Path

import pytest

from kakekomi.facts.errors import ConfigurationError
from kakekomi.notice.mail_server import (
    Line,
    LineRefusedError,
    LineTrouble,
    MailServer,
    connect,
    hang_up,
    parse_server,
    say_goodbye,
)
from notice.certificates import make_certificate, make_issuer
from notice.smtp_server import OneLogin, Postbox, serving, serving_starttls


@pytest.mark.parametrize(
    ("address", "server"),
    [
        (
            "smtps://taro@mail.company.example",
            MailServer(scheme="smtps", host="mail.company.example", port=465, user="taro"),
        ),
        (
            "SMTP://taro%40company.example@mail.example:2525/",
            MailServer(scheme="smtp", host="mail.example", port=2525, user="taro@company.example"),
        ),
        ("smtp://[::1]", MailServer(scheme="smtp", host="::1", port=587)),
    ],
)
def test_an_address_names_a_server(address: str, server: MailServer) -> None:
    assert parse_server(address) == server


@pytest.mark.parametrize(
    "address",
    [
        "mail.example",
        "http://mail.example",
        "smtp://",
        "smtp://a:b@c.example",
        "smtp://a:x",
        "smtp://[b",
    ],
)
def test_anything_else_is_refused(address: str) -> None:
    with pytest.raises(ConfigurationError):
        parse_server(address)


def test_the_address_that_is_shown_has_the_user_and_never_a_password() -> None:
    server = parse_server("smtps://taro%40company.example@mail.example")

    assert server.address == "smtps://taro%40company.example@mail.example:465"


@pytest.mark.enable_socket
def test_it_names_itself_by_the_sender_s_domain_and_can_be_closed_twice() -> None:
    postbox = Postbox()
    with serving(postbox) as address:
        client = connect(parse_server(address), "", hello="company.example")
        say_goodbye(client)
        hang_up(client)

    assert postbox.hellos == ["company.example"]


AWAY = "127.0.0.2"
"""This machine by an address that is taken for another's, so that TLS is asked for."""


@pytest.mark.enable_socket
def test_off_this_machine_nothing_is_said_without_tls() -> None:
    postbox = Postbox()
    with serving(postbox, host=AWAY) as address:
        server = parse_server(address.replace("smtp://", "smtp://taro@"))
        with pytest.raises(LineRefusedError, match="STARTTLS") as raised:
            connect(server, "secret", hello="company.example")

    assert raised.value.trouble is LineTrouble.NO_TLS
    assert postbox.received == []


@pytest.mark.enable_socket
def test_after_starttls_with_a_trusted_certificate_the_password_is_said_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    issuer = make_issuer(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(issuer.file))
    login = OneLogin(user="taro@company.example", secret="secret-1")
    tls = make_certificate(tmp_path, issuer, host=AWAY)
    with serving_starttls(Postbox(), tls, host=AWAY, login=login) as address:
        server = parse_server(address.replace("smtp://", "smtp://taro%40company.example@"))
        client = connect(server, "secret-1", hello="company.example")
        version = client.sock.version() if isinstance(client.sock, ssl.SSLSocket) else None
        say_goodbye(client)

    assert version in {"TLSv1.2", "TLSv1.3"}
    assert login.told == [("taro@company.example", "secret-1")]


@pytest.mark.enable_socket
def test_a_wrong_password_is_said_to_be_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    issuer = make_issuer(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(issuer.file))
    tls = make_certificate(tmp_path, issuer, host=AWAY)
    login = OneLogin(user="taro", secret="right")
    with serving_starttls(Postbox(), tls, host=AWAY, login=login) as address:
        server = parse_server(address.replace("smtp://", "smtp://taro@"))
        with pytest.raises(LineRefusedError) as raised:
            connect(server, "wrong", hello="company.example")

    assert raised.value.trouble is LineTrouble.LOGIN
    assert "wrong" not in str(raised.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """The certificate that a server shows."""

    host: str = AWAY
    days: int = 1
    is_trusted: bool = True


@pytest.mark.enable_socket
@pytest.mark.parametrize("scheme", ["smtps", "smtp"])
@pytest.mark.parametrize(
    ("shown", "trouble"),
    [
        (Shown(host="127.0.0.3"), LineTrouble.CERTIFICATE_NAME),
        (Shown(days=-1), LineTrouble.CERTIFICATE_EXPIRED),
        (Shown(is_trusted=False), LineTrouble.CERTIFICATE_UNTRUSTED),
        (Shown(), None),
    ],
)
def test_a_certificate_of_another_name_day_or_issuer_ends_the_line_before_anything_is_said(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    scheme: str,
    shown: Shown,
    trouble: LineTrouble | None,
) -> None:
    issuer = make_issuer(tmp_path)
    if shown.is_trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(issuer.file))
    tls = make_certificate(tmp_path, issuer, host=shown.host, days=shown.days)
    postbox, found = Postbox(), None
    way = serving(postbox, host=AWAY, tls=tls)
    if scheme == "smtp":
        way = serving_starttls(postbox, tls, host=AWAY)
    with way as address:
        try:
            say_goodbye(connect(parse_server(address), "", hello="company.example"))
        except LineRefusedError as error:
            found = error.trouble

    assert found is trouble
    assert postbox.received == []


@pytest.mark.enable_socket
def test_a_line_that_is_not_safe_is_not_tried_again(tmp_path: Path) -> None:
    slept: list[float] = []
    with serving(Postbox(), tls=make_certificate(tmp_path)) as address:
        line = Line(parse_server(address), "", hello="company.example", sleep_s=slept.append)
        with pytest.raises(LineRefusedError):
            line.client()

    assert slept == []
