from datetime import UTC, datetime
from trace.letters import make_letter, make_spoof, make_text

import msgspec

from kakekomi.trace.document import TraceDocument, bars, document
from kakekomi.trace.explanation import Because, Explanation, Mailbox, Side, explain
from kakekomi.trace.letter import Letter, Person, Spoof
from kakekomi.trace.says import says
from kakekomi.trace.scan import Scan

OWN = ["own.example"]
CUSTOMERS = ["p@one.example", "q@two.example", "r@three.example", "s@four.example"]


def found(spoofs: list[Spoof], mailboxes: dict[str, list[Letter]]) -> Explanation:
    scan = Scan(spoofs)
    for unit, letters in enumerate(mailboxes.values()):
        for letter in letters:
            scan.add(letter, unit)
    return explain(scan, [(name,) for name in mailboxes], OWN)


def hanako(count: int = 40) -> list[Letter]:
    return [
        make_letter(number, f"hanako@own.example=佐藤花子 {CUSTOMERS[number % 4]}")
        for number in range(count)
    ]


def taro() -> list[Letter]:
    return [make_letter(500 + number, f"taro@own.example {CUSTOMERS[0]}") for number in range(40)]


def spoof(number: int) -> Spoof:
    return make_spoof(
        make_text(number),
        name=f"{number:02}.eml",
        to=CUSTOMERS[number % 4],
        shown=Person("", "佐藤 花子"),
    )


def test_the_mailbox_that_held_all_quoted_mails_comes_first_with_its_reasons() -> None:
    mailboxes = {"hanako@own.example.mbox": hanako(), "taro.mbox": taro()}
    best = found([spoof(number) for number in (5, 6, 7)], mailboxes).suspects[0]

    assert (best.mailboxes, best.side) == (("hanako@own.example",), Side.OWN)
    assert [(one.spoof, one.message_id) for one in best.because] == [
        ("05.eml", "<5@own.example>"),
        ("06.eml", "<6@own.example>"),
        ("07.eml", "<7@own.example>"),
    ]
    assert all(one.matched_chars > 80 for one in best.because)


def test_the_theft_is_dated_after_the_newest_quoted_mail() -> None:
    answer = found([spoof(5), spoof(7)], {"hanako@own.example": hanako(), "taro": taro()})

    assert answer.stolen_after == datetime(2022, 1, 8, 9, tzinfo=UTC)


def test_archives_tell_whose_they_were_taken_for() -> None:
    answer = found([spoof(1)], {"backup-hanako@own.example-2022.mbox": hanako(), "taro": taro()})

    assert answer.archives == (
        Mailbox(name="backup-hanako@own.example-2022.mbox", owner="hanako@own.example"),
        Mailbox(name="taro", owner="taro@own.example"),
    )


def test_a_mailbox_without_a_name_belongs_to_whom_it_was_delivered_to() -> None:
    letters = [
        make_letter(1, "p@one.example hanako@own.example", delivered_to="hanako@own.example")
    ]

    assert found([spoof(9)], {"INBOX": letters}).archives[0].owner == "hanako@own.example"


def test_quotes_that_no_archive_has_are_named_and_leave_it_unknown() -> None:
    answer = found([make_spoof(make_text(999), name="x.eml")], {"hanako@own.example": hanako()})

    assert answer.unmatched == ("x.eml",)
    assert answer.suspects[0].side is Side.UNKNOWN
    assert "分かりません" in says(answer, "ja")


def test_the_document_reads_back_and_sums_to_at_most_one() -> None:
    answer = found([spoof(5), spoof(6)], {"hanako@own.example": hanako(), "taro": taro()})
    made = document(answer, says(answer, "en"))

    assert msgspec.json.decode(msgspec.json.encode(made), type=TraceDocument) == made
    assert sum(one.probability for one in made.hypotheses) <= 1
    assert made.schema == "kakekomi.trace/1"


def test_words_begin_with_the_side_and_never_accuse() -> None:
    answer = found(
        [spoof(number) for number in (5, 6, 7)], {"hanako@own.example": hanako(), "t": taro()}
    )

    first = says(answer, "ja").splitlines()[0]
    assert first.startswith("盗まれたのは、自社の hanako@own.example の郵便箱")
    assert "accuse nobody" in says(answer, "en")


def test_below_one_half_the_words_say_that_it_cannot_be_known() -> None:
    both = [
        make_letter(number, "a@own.example b@own.example p@one.example") for number in range(20)
    ]
    answer = found(
        [make_spoof(make_text(3), to="p@one.example", shown=Person(""))],
        {"a@own.example": both, "b@own.example": both},
    )

    assert answer.suspects[0].probability < 0.5
    assert "can't be known yet" in says(answer, "en").splitlines()[0]
    assert set(answer.indistinguishable[0]) == {"a@own.example", "b@own.example", "p@one.example"}


def test_one_of_ours_without_an_archive_is_asked_for() -> None:
    letters = [
        make_letter(number, f"hanako@own.example taro@own.example {CUSTOMERS[number % 4]}")
        for number in range(40)
    ]
    letters += [make_letter(90, "taro@own.example hanako@own.example")]

    answer = found([spoof(5), spoof(6)], {"hanako@own.example": letters})

    assert answer.settling.archives == ("taro@own.example",)


def test_because_holds_only_what_the_mailbox_held() -> None:
    answer = found([spoof(4), spoof(5)], {"hanako@own.example": hanako(), "taro": taro()})
    partner = next(one for one in answer.suspects if one.mailboxes == (CUSTOMERS[0],))

    assert [one.spoof for one in partner.because] == ["04.eml"]
    assert isinstance(partner.because[0], Because)


def test_two_people_of_one_name_are_both_meant() -> None:
    namesake = [make_letter(700 + n, f"h2@own.example=佐藤花子 {CUSTOMERS[1]}") for n in range(20)]
    scan = Scan([spoof(5)])
    for unit, letters in enumerate((hanako(), namesake)):
        for letter in letters:
            scan.add(letter, unit)

    assert len(scan.archive.find(Person("", "佐藤 花子"))) == 2


def test_the_chart_has_a_bar_for_each_hypothesis() -> None:
    answer = found([spoof(5), spoof(6), spoof(7)], {"hanako@own.example": hanako(), "t": taro()})

    assert bars(answer)[0].label == "hanako@own.example"
