from trace.letters import make_letter, make_spoof, make_text

from kakekomi.trace.choice import Quote, Stolen, choose
from kakekomi.trace.letter import Letter, Spoof
from kakekomi.trace.scan import Scan


def chosen(spoof: Spoof, *letters: Letter) -> tuple[Stolen, list[str]]:
    """What the spoof quotes, and the ids of the mails in words."""
    scan = Scan([spoof])
    for letter in letters:
        scan.add(letter, 0)
    (stolen,) = choose(scan)
    numbers = {
        mail: letter.message_id
        for letter in letters
        if (node := scan.archive.threads.known(letter.message_id)) is not None
        and (mail := scan.archive.mail_of(node)) is not None
    }
    return stolen, [numbers.get(mail, "unseen") for mail, _ in stolen.mails]


def others(count: int = 20) -> list[Letter]:
    return [make_letter(1_000 + number) for number in range(count)]


def test_a_quoted_mail_is_found_among_others() -> None:
    stolen, ids = chosen(make_spoof(make_text(1)), make_letter(1), *others())

    assert (stolen.quote, ids) == (Quote.MATCHED, ["1@own.example"])


def test_quote_marks_and_new_line_breaks_change_nothing() -> None:
    rewrapped = "\n> ".join(
        make_text(1).replace("\n", "")[at : at + 20] for at in range(0, 400, 20)
    )

    _, ids = chosen(make_spoof("> " + rewrapped), make_letter(1), *others())

    assert ids == ["1@own.example"]


def test_half_of_a_mail_is_enough() -> None:
    text = make_text(1)

    _, ids = chosen(make_spoof(text[: len(text) // 2]), make_letter(1), *others())

    assert ids == ["1@own.example"]


def test_the_end_of_a_mail_without_its_beginning_is_no_match() -> None:
    text = make_text(1, sentences=12)

    stolen, _ = chosen(make_spoof(text[-200:]), make_letter(1, text=text), *others())

    assert stolen == Stolen(quote=Quote.UNMATCHED)


def test_the_mail_that_comes_first_was_stolen_and_not_the_one_that_it_quotes() -> None:
    answer = make_letter(2, answers=("1@own.example",))

    _, ids = chosen(make_spoof(make_text(2) + "> " + make_text(1)), make_letter(1), answer)

    assert ids == ["2@own.example"]


SIGNATURE = make_text(500)
SHORT = (
    "来週の打合せは、部長の都合で木曜の十時からに変わりました。\n",
    "倉庫の鍵は受付に預けてあるので、守衛さんに声をかけて。\n",
    "先日お願いした見積りの返事が、工場長からまだ届きません。\n",
)


def test_a_mail_of_one_sentence_is_found_among_mails_with_the_same_signature() -> None:
    crowd = [make_letter(n, text=make_text(n) + SIGNATURE) for n in range(40, 60)]
    mail = make_letter(1, text=SHORT[0] + SIGNATURE)

    _, ids = chosen(make_spoof(SHORT[0] + SIGNATURE), mail, *crowd)

    assert ids == ["1@own.example"]


def test_a_signature_in_two_mails_only_is_no_match_behind_other_words() -> None:
    """It looks like words of one's own, and stands in a mail that no archive has as well."""
    rare = [make_letter(number, text=SHORT[number] + SIGNATURE) for number in (0, 1)]

    stolen, _ = chosen(make_spoof(SHORT[2] + SIGNATURE), *rare, *others())

    assert stolen == Stolen(quote=Quote.UNMATCHED)


def test_a_mail_that_only_begins_like_the_quoted_one_is_no_match() -> None:
    """Both go on, each with words of its own; a quote that is cut short ends there."""
    begins = "先週の発注のうち、折りたたみ机の数量を変更させてください。"
    letters = [make_letter(number, text=begins + make_text(number)) for number in (1, 2)]

    stolen, _ = chosen(make_spoof(begins + make_text(99)), *letters, *others())
    _, ids = chosen(make_spoof(begins + make_text(1)[:100]), *letters, *others())

    assert stolen == Stolen(quote=Quote.UNMATCHED)
    assert ids == ["1@own.example"]


def test_a_quote_without_its_greeting_is_found() -> None:
    text = make_text(1)
    letter = make_letter(1, text="高橋様、いつもお世話になっています。\n" + text)

    _, ids = chosen(make_spoof(text), letter, *others())

    assert ids == ["1@own.example"]


def test_text_of_three_unrelated_threads_is_boilerplate() -> None:
    form = make_text(7)
    letters = [make_letter(number, text=form) for number in range(3)]

    assert chosen(make_spoof(form), *letters)[0] == Stolen(quote=Quote.UNMATCHED)


def test_text_repeated_within_one_thread_is_none() -> None:
    letters = [make_letter(1)] + [
        make_letter(number, text=make_text(1), answers=("1@own.example",)) for number in (2, 3, 4)
    ]

    stolen, ids = chosen(make_spoof(make_text(1)), *letters)

    assert stolen.quote is Quote.MATCHED
    assert set(ids) == {f"{number}@own.example" for number in (1, 2, 3, 4)}


def test_the_same_words_to_two_customers_share_the_doubt() -> None:
    letters = [make_letter(1, "a@own.example b@p.example"), make_letter(2, text=make_text(1))]

    stolen, _ = chosen(make_spoof(make_text(1)), *letters)

    assert [share for _, share in stolen.mails] == [0.5, 0.5]


def test_a_short_answer_is_chosen_by_the_mail_that_it_answers() -> None:
    letters = [
        make_letter(1),
        make_letter(2, text="承知いたしました。", answers=("1@own.example",)),
        make_letter(3, text="了解です、お待ちします。", answers=("1@own.example",)),
    ]

    stolen, ids = chosen(make_spoof("承知いたしました。\n> " + make_text(1)), *letters)

    assert ids == ["2@own.example", "1@own.example"]
    assert sum(share for _, share in stolen.mails) == 1


def test_a_mail_that_only_its_answer_quotes_is_found_as_unseen() -> None:
    answer = make_letter(2, quoted=make_text(1), answers=("1@own.example",))

    stolen, ids = chosen(make_spoof(make_text(1)), answer, *others())

    assert (stolen.quote, ids) == (Quote.MATCHED, ["unseen"])


def test_a_spoof_without_a_quote_has_none() -> None:
    spoof = make_spoof("", has_quote=False)

    assert chosen(spoof, make_letter(1))[0] == Stolen(quote=Quote.NONE)


def test_the_characters_that_agree_are_counted() -> None:
    text = "abcdefgh" * 20 + "".join(f"{number}x" for number in range(100))

    stolen, _ = chosen(make_spoof(text), make_letter(1, text=text))

    assert stolen.matched_chars == len(text)


def test_one_letter_over_and_over_costs_no_more_than_other_text() -> None:
    letters = [make_letter(number, text="a" * 16_000) for number in range(3)]

    assert chosen(make_spoof("a" * 16_000), *letters)[0].quote is Quote.UNMATCHED


def test_a_spoof_in_the_archive_is_not_what_it_quotes() -> None:
    lure = "至急ご確認のうえ、本日中に必ずご返信くださいますよう、よろしくお願い申し上げます。"
    spoof = make_spoof(lure * 3 + make_text(1), day=100)
    archived = make_letter(5, "x@elsewhere.example b@own.example", text=lure * 3, day=100)

    _, ids = chosen(spoof, make_letter(1), archived, *others())

    assert ids == ["1@own.example"]
