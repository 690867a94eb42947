from trace.letters import make_letter

from kakekomi.trace.archive import Archive, name_key
from kakekomi.trace.letter import Letter, Person


def test_one_mail_in_two_mailboxes_is_one_mail_with_two_copies() -> None:
    archive = Archive()

    assert (archive.add(make_letter(1), 0), archive.add(make_letter(1), 1)) == (0, None)
    assert (archive.size, list(archive.copies), list(archive.copy_units)) == (1, [0, 0], [0, 1])


def test_mails_without_an_id_are_one_if_all_agrees() -> None:
    archive = Archive()
    letters = [Letter(people=(Person("a@x"),), own=own) for own in (b"one", b"one", b"two")]

    assert [archive.add(letter, 0) for letter in letters] == [0, None, 1]


def test_an_answer_to_an_answer_is_of_the_first_mails_thread_even_if_it_comes_first() -> None:
    archive = Archive()
    for letter in (
        make_letter(3, answers=("2@own.example",)),
        make_letter(2, answers=("1@own.example",)),
        make_letter(9),
        make_letter(1),
    ):
        archive.add(letter, 0)
    roots = archive.threads.roots()[list(archive.nodes)]

    assert (roots[0] == roots[1] == roots[3], roots[0] == roots[2]) == (True, False)


def test_names_are_found_without_blanks_width_and_case() -> None:
    archive = Archive()
    archive.add(make_letter(1, "a@own.example=佐藤花子"), 0)

    assert archive.find(Person("", "佐藤　花子")) == (0,)
    assert archive.find(Person("a@own.example", "Somebody Else")) == (0,)
    assert archive.find(Person("", "田中")) == ()


def test_an_address_or_a_single_letter_is_no_name() -> None:
    assert (name_key("a@b.example"), name_key("A")) == ("", "")
