"""Made reports of mail servers."""

from kakekomi.drill.mail import join_parts, make_part

DAEMON = b"Mail Delivery System <MAILER-DAEMON@mx.partner.example>"


def make_bounce(
    identifier: str,
    *,
    action: str = "failed",
    sender: bytes = DAEMON,
    fields: tuple[bytes, ...] = (b"Return-Path: <>",),
) -> bytes:
    """A report as RFC 3464 has it."""
    status = (
        b"Reporting-MTA: dns; mx.partner.example\r\n\r\n"
        b"Final-Recipient: rfc822; p@partner.example\r\n"
        b"Action: " + action.encode() + b"\r\nStatus: 5.1.1\r\n"
    )
    returned = f"Message-ID: <{identifier}>\r\nSubject: x\r\n".encode()
    body = join_parts(
        [
            make_part([b"Content-Type: text/plain"], b"It could not be delivered.\r\n"),
            make_part([b"Content-Type: message/delivery-status"], status),
            make_part([b"Content-Type: text/rfc822-headers"], returned),
        ],
        kind=b"report",
    )
    return b"\r\n".join([*fields, *_head(sender), body])


def make_prose_bounce(identifier: str, *, sender: bytes = DAEMON) -> bytes:
    """As older servers write them: prose, and the mail's header below."""
    text = f"Sorry, no mailbox here by that name.\r\n\r\nMessage-ID: <{identifier}>\r\n"
    part = make_part([b"Content-Type: text/plain"], text.encode())
    return b"\r\n".join([*_head(sender), part])


def make_reply(identifier: str) -> bytes:
    """An answer of a person."""
    part = make_part([b"Content-Type: text/plain"], b"Thank you.\r\n")
    head = _head(b"P <p@partner.example>")
    return b"\r\n".join([*head, f"In-Reply-To: <{identifier}>".encode(), part])


def _head(sender: bytes) -> list[bytes]:
    return [
        b"From: " + sender,
        b"To: soumu@company.example",
        b"Subject: Undelivered",
        b"Date: Tue, 8 Mar 2022 19:00:00 +0900",
        b"MIME-Version: 1.0",
    ]
