import pytest

from guide.cases import (
    ABUSED_NAME,
    INFECTED_OFFICE,
    make_answer,
    make_check,
    make_organization,
    make_pc,
    make_person,
    make_subject,
    open_case,
)
from kakekomi.facts.case_tables import Pc
from kakekomi.facts.mail_tables import Message, OwnDomain
from kakekomi.facts.row import Row
from kakekomi.guide.pattern import case_patterns, main_pattern

OPENED = ("opened_attachment",)
OUR_NAME = ("our_name_abused",)
RECEIVED = ("received_only",)


@pytest.mark.parametrize(
    ("rows", "patterns"),
    [
        pytest.param((make_answer("opened", "yes"),), OPENED, id="opened"),
        pytest.param((make_answer("opened", "not_sure"),), OPENED, id="perhaps opened"),
        pytest.param((make_answer("opened", "no"),), RECEIVED, id="received only"),
        pytest.param((make_answer("our_name", "yes"),), OUR_NAME, id="our name"),
        pytest.param((make_answer("our_name", "not_sure"),), (), id="our name, not sure"),
        pytest.param((make_check("detected"),), OPENED, id="PC detected"),
        pytest.param((make_check("detected", kind="report"),), OPENED, id="report detected"),
        pytest.param((make_check("suspicious"),), OPENED, id="PC suspicious"),
        pytest.param((make_check("nothing_found"),), (), id="PC without a sign"),
        pytest.param((make_check("detected", kind="mail"),), RECEIVED, id="bad mail"),
        pytest.param((make_check("suspicious", kind="mail"),), RECEIVED, id="odd mail"),
        pytest.param((make_check("nothing_found", kind="mail"),), (), id="ordinary mail"),
        pytest.param(
            (make_check("detected", kind="mail"), make_answer("opened", "yes")),
            OPENED,
            id="bad mail that was opened",
        ),
        pytest.param(
            (make_answer("opened", "yes"), make_answer("our_name", "yes")),
            (*OPENED, *OUR_NAME),
            id="both: opened comes first",
        ),
        pytest.param((), (), id="nothing known"),
    ],
)
def test_patterns_follow_from_answers_and_checks(
    rows: tuple[Row, ...], patterns: tuple[str, ...]
) -> None:
    assert case_patterns(open_case(make_subject("it", *rows))) == patterns


@pytest.mark.parametrize(
    ("message", "patterns"),
    [
        pytest.param(Message(from_domain="Example.jp"), (*OUR_NAME, *RECEIVED), id="our address"),
        pytest.param(
            Message(from_domain="other.example", from_name_address="sato@example.jp"),
            (*OUR_NAME, *RECEIVED),
            id="our address as display name",
        ),
        pytest.param(Message(from_domain="notexample.jp"), RECEIVED, id="another domain"),
        pytest.param(
            Message(from_domain="a.example", from_name_address="x@notexample.jp"),
            RECEIVED,
            id="another domain as display name",
        ),
    ],
)
def test_a_bad_mail_that_shows_our_domain_as_its_sender_is_in_our_name(
    message: Message, patterns: tuple[str, ...]
) -> None:
    rows = (message, OwnDomain(domain="example.jp"), make_check("detected", kind="mail"))

    assert case_patterns(open_case(make_subject("it", *rows))) == patterns


def test_an_ordinary_mail_of_our_own_is_not_in_our_name() -> None:
    rows = (
        Message(from_domain="example.jp"),
        OwnDomain(domain="example.jp"),
        make_check("nothing_found", kind="mail"),
    )

    assert case_patterns(open_case(make_subject("it", *rows))) == ()


def test_who_opened_it_stands_for_the_pc_they_use() -> None:
    case = open_case(
        make_person("sato", make_answer("opened", "yes")), make_pc("PC-1", person="sato")
    )

    assert case.patterns == (("opened_attachment", "PC-1"),)


def test_what_was_opened_on_a_mac_is_no_infection() -> None:
    mac = make_subject("mac", Pc(hostname="mac", platform="darwin"), make_answer("opened", "yes"))

    assert case_patterns(open_case(mac)) == ()


def test_the_main_pattern_is_the_most_urgent_or_none() -> None:
    assert main_pattern(open_case(*ABUSED_NAME, *INFECTED_OFFICE)) == "opened_attachment"
    assert main_pattern(open_case(make_organization())) is None


def test_all_pcs_of_who_opened_it_are_meant() -> None:
    case = open_case(
        make_person("sato", make_answer("opened", "yes")),
        make_pc("PC-1", person="sato"),
        make_pc("PC-2", person="sato"),
        make_pc("PC-3", person="abe"),
    )

    assert case.patterns == (("opened_attachment", "PC-1"), ("opened_attachment", "PC-2"))


def test_who_opened_it_on_their_mac_is_not_exposed() -> None:
    mac = make_subject("mac", Pc(hostname="mac", platform="darwin", person="sato"))

    assert case_patterns(open_case(make_person("sato", make_answer("opened", "yes")), mac)) == ()
