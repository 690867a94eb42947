import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakekomi.packs.claims import lint_notices, makes_claim, names_somebody, outsiders
from kakekomi.packs.files import MemoryFiles
from kakekomi.packs.load import load_embedded
from kakekomi.packs.model import LANGUAGES
from kakekomi.packs.notices import NOTICES_FILE, NoticeKind, read_notices, template_name

PACK = load_embedded()
NOTICES = read_notices(PACK)
CLAIMS = {claim.id: claim for claim in NOTICES.claim}
STEPS = frozenset(step.id for step in PACK.steps)


def make_files(text: str | None = None, *, without: str = "") -> MemoryFiles:
    names = [template_name(kind, language) for kind in NoticeKind for language in LANGUAGES]
    files = dict.fromkeys(names, b"x")
    files[NOTICES_FILE] = (text or PACK.text(NOTICES_FILE)).encode()
    return MemoryFiles({name: data for name, data in files.items() if name != without})


def test_the_notices_of_the_pack_have_no_problem() -> None:
    assert list(lint_notices(PACK.files, STEPS)) == []


@pytest.mark.parametrize("claim", NOTICES.claim, ids=lambda claim: claim.id)
def test_each_claim_sees_its_examples_and_lets_the_others_pass(claim: object) -> None:
    known = CLAIMS[claim.id]  # type: ignore[attr-defined]

    assert [one for one in known.examples.fires if not makes_claim(known, one)] == []
    assert [one for one in known.examples.quiet if makes_claim(known, one)] == []


def test_width_case_and_invisible_letters_hide_no_claim() -> None:
    assert makes_claim(CLAIMS["no-leak"], "漏え\u200bいはありません")
    assert makes_claim(CLAIMS["no-leak"], "ＮＯ　ＤＡＴＡ ＷＡＳ ＬＥＡＫＥＤ".replace("　", " "))


def test_a_word_counts_from_its_beginning_only() -> None:
    assert not makes_claim(CLAIMS["no-leak"], "A bleak outlook, and nothing more.")


def test_our_own_name_accuses_nobody() -> None:
    ours = outsiders("株式会社サンプル", ["株式会社サンプル"])

    assert not names_somebody("原因は株式会社サンプルにあります。", ours)
    assert names_somebody("原因は株式会社別会社にあります。", ours)


@pytest.mark.parametrize("name", ["partner.example", "Yamada Taro", "山田"])
def test_a_partner_is_recognized_by_name_or_domain(name: str) -> None:
    assert names_somebody(f"原因は{name}にあります。", outsiders("", [name]))


def test_names_too_short_to_tell_apart_are_left_out() -> None:
    assert outsiders("", ["a", "The", "山"]).names == frozenset()


@given(st.text())
def test_any_sentence_is_looked_at(sentence: str) -> None:
    for claim in NOTICES.claim:
        makes_claim(claim, sentence)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[[fact]]", "missing required field"),
        (PACK.text(NOTICES_FILE).replace('step = "reinstall"', 'step = "no-step"'), "no-step"),
        (PACK.text(NOTICES_FILE).replace('"next_report_on"]', '"no_fact"]', 1), "no_fact"),
        (PACK.text(NOTICES_FILE).replace('id = "internal"', 'id = "public"'), "internal"),
        (
            PACK.text(NOTICES_FILE).replace('fires = ["個人', 'fires = ["無関係です。", "個人'),
            "does not see '無関係です。'",
        ),
        (
            PACK.text(NOTICES_FILE).replace(
                'quiet = ["漏れた', 'quiet = ["漏えいはありません", "漏れた'
            ),
            "sees too much",
        ),
    ],
)
def test_lint_says_what_is_wrong(text: str, complaint: str) -> None:
    problems = list(lint_notices(make_files(text), STEPS))

    assert len(problems) == 1
    assert complaint in problems[0].message


def test_lint_misses_the_words_of_a_kind() -> None:
    problems = lint_notices(make_files(without="notices/sender.en.txt"), STEPS)

    assert [(one.file, one.message) for one in problems] == [
        ("notices/sender.en.txt", "is missing")
    ]


def test_a_pack_without_notices_is_sound() -> None:
    assert list(lint_notices(MemoryFiles({}), frozenset())) == []
