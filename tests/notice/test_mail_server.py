from pathlib import Path

import pytest

from kakekomi.facts.errors import ConfigurationError, UnavailableError
from kakekomi.notice.mail_server import MailServer, connect, hang_up, parse_server, say_goodbye
from notice.certificates import make_certificate
from notice.smtp_server import Postbox, serving


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


@pytest.mark.enable_socket
def test_off_this_machine_nothing_is_said_without_tls() -> None:
    postbox = Postbox()
    with serving(postbox, host="127.0.0.2") as address:
        server = parse_server(address.replace("smtp://", "smtp://taro@"))
        with pytest.raises(UnavailableError, match="STARTTLS"):
            connect(server, "secret", hello="company.example")

    assert postbox.received == []


@pytest.mark.enable_socket
def test_a_server_whose_certificate_is_not_known_is_refused(tmp_path: Path) -> None:
    with (
        serving(Postbox(), tls=make_certificate(tmp_path)) as address,
        pytest.raises(UnavailableError, match="CERTIFICATE_VERIFY_FAILED"),
    ):
        connect(parse_server(address), "", hello="company.example")
