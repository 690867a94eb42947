import pytest

from kakekomi.notice.refusal import RefusalCode, refusal, refusal_words
from kakekomi.packs.model import Language
from kakekomi.packs.sentence import places


@pytest.mark.parametrize("language", list(Language))
def test_each_reason_has_its_words(language: Language) -> None:
    assert set(refusal_words(language)) == set(RefusalCode)


def test_both_languages_take_the_same_values() -> None:
    def taken(language: Language) -> dict[str, set[str]]:
        return {
            code: {*places(one.says), *places(one.mend)}
            for code, one in refusal_words(language).items()
        }

    assert taken(Language.JA) == taken(Language.EN)


def test_values_are_put_into_the_words() -> None:
    refused = refusal(RefusalCode.LINK, Language.EN, line=3, quote="x.example/y", page="our page")

    assert (refused.line, refused.quote) == (3, "x.example/y")
    assert '"x.example/y"' in refused.says
    assert "(our page)" in refused.mend
