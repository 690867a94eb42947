"""Statements about SPF, DKIM and DMARC."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakekomi.mail import authentication
from kakekomi.mail.authentication import AuthenticationField, Property, Statement

RESULTS = AuthenticationField.AUTHENTICATION_RESULTS


def test_each_method_is_one_statement_of_its_server() -> None:
    value = (
        b"MX.b.example (v1); spf=pass (sender ok; really) smtp.mailfrom=a@a.example;\r\n"
        b'\tdkim=fail reason="bad signature" header.d=a.example;'
        b" dmarc/1 = none header.from=A.Example"
    )

    assert authentication.read([(b"authentication-results", value)]) == (
        Statement(
            RESULTS, "mx.b.example", "spf", "pass", (Property("smtp.mailfrom", "a@a.example"),)
        ),
        Statement(
            RESULTS,
            "mx.b.example",
            "dkim",
            "fail",
            (Property("reason", "bad signature"), Property("header.d", "a.example")),
        ),
        Statement(
            RESULTS, "mx.b.example", "dmarc", "none", (Property("header.from", "A.Example"),)
        ),
    )


def test_results_without_a_server_name_are_read() -> None:
    (statement,) = authentication.read([(b"authentication-results", b"spf=softfail")])

    assert statement == Statement(RESULTS, "", "spf", "softfail")


def test_a_server_that_checked_nothing_states_nothing() -> None:
    assert authentication.read([(b"authentication-results", b"mx.b.example; none")]) == ()


def test_the_results_of_a_chain_are_told_apart() -> None:
    value = b"i=1; mx.b.example; arc=none; spf=pass smtp.mailfrom=a.example"

    assert authentication.read([(b"arc-authentication-results", value)]) == (
        Statement(AuthenticationField.ARC, "mx.b.example", "arc", "none"),
        Statement(
            AuthenticationField.ARC,
            "mx.b.example",
            "spf",
            "pass",
            (Property("smtp.mailfrom", "a.example"),),
        ),
    )


def test_received_spf_is_read_with_who_checked_it() -> None:
    value = (
        b"Fail (mx.b.example: domain of a@a.example does not designate) client-ip=192.0.2.1;"
        b' envelope-from="a@a.example"; helo=pc1;'
    )

    assert authentication.read([(b"received-spf", value)]) == (
        Statement(
            AuthenticationField.RECEIVED_SPF,
            "mx.b.example",
            "spf",
            "fail",
            (
                Property("client-ip", "192.0.2.1"),
                Property("envelope-from", "a@a.example"),
                Property("helo", "pc1"),
            ),
        ),
    )


def test_statements_stop_at_the_limit() -> None:
    value = b"mx.b.example" + b"; spf=pass" * (authentication.MAX_STATEMENTS + 5)

    found = authentication.read([(b"authentication-results", value)])
    assert len(found) == authentication.MAX_STATEMENTS


def test_other_fields_state_nothing() -> None:
    assert authentication.read([(b"from", b"spf=pass"), (b"received", b"spf=pass")]) == ()


@given(st.sampled_from(sorted(authentication.READERS)), st.binary(max_size=300))
def test_any_bytes_give_statements(name: bytes, value: bytes) -> None:
    assert isinstance(authentication.read([(name, value)]), tuple)


@pytest.mark.parametrize("unit", [b"a", b" ", b"a=", b"(", b"spf=pass ", b"a.a", b'"'])
@pytest.mark.parametrize("name", sorted(authentication.READERS))
def test_long_hostile_fields_are_read_in_one_go(name: bytes, unit: bytes) -> None:
    assert isinstance(authentication.read([(name, b"pass " + unit * 100_000)]), tuple)
