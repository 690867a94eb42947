import pytest

from kakekomi.facts.errors import ConfigurationError
from kakekomi.packs.load import load_files
from kakekomi.packs.model import LANGUAGES, Language, Text
from packs.make_pack import make_files


def test_text_has_words_in_each_language() -> None:
    text = Text(ja="題", en="Title")

    assert [text.of(language) for language in LANGUAGES] == ["題", "Title"]


def test_words_are_read_when_they_are_asked_for() -> None:
    pack = load_files(make_files(without="steps/isolate-pc.en.md"))

    assert pack.step_body(pack.step("isolate-pc"), Language.JA) == "抜きます。"
    with pytest.raises(ConfigurationError, match=r"isolate-pc\.en\.md"):
        pack.step_body(pack.step("isolate-pc"), Language.EN)


def test_an_unknown_id_is_a_key_error() -> None:
    pack = load_files(make_files())

    with pytest.raises(KeyError, match="no-such"):
        pack.rule("no-such")
    with pytest.raises(KeyError, match="no-such"):
        pack.step("no-such")
