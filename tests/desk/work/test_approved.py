"""The desk's mail server, as the environment names it."""

from dataclasses import replace

import pytest
from django.conf import settings as real
from pytest_django.fixtures import Settings

from kakekomi.desk.work.approved import mail_server
from kakekomi.notice.mail_server import MailServer


@pytest.mark.parametrize(
    ("address", "server", "secret"),
    [
        (
            "smtps://soumu%40aoba.example:p%3Aa%40ss@mail.aoba.example",
            MailServer(
                scheme="smtps", host="mail.aoba.example", port=465, user="soumu@aoba.example"
            ),
            "p:a@ss",
        ),
        ("smtp://127.0.0.1:2525", MailServer(scheme="smtp", host="127.0.0.1", port=2525), ""),
        (
            "smtp://user@mail.example",
            MailServer(scheme="smtp", host="mail.example", port=587, user="user"),
            "",
        ),
    ],
)
def test_the_password_is_taken_out_of_the_address(
    address: str, server: MailServer, secret: str, settings: Settings
) -> None:
    settings.CONFIG = replace(real.CONFIG, mail_server=address)

    assert mail_server() == (server, secret)


def test_there_may_be_none(settings: Settings) -> None:
    settings.CONFIG = replace(real.CONFIG, mail_server="")

    assert mail_server() is None
