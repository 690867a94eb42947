"""``faq.md``: the questions that the pack answers."""

from collections.abc import Mapping
from typing import Any

from generator.knowledge import FOLDER, file_link, pack, source_links
from generator.markdown import bullets, page, plain, section, table
from kakekomi.packs.model import LANGUAGES, Language
from kakekomi.packs.page import parse_page


def write() -> str:
    """The page."""
    names = sorted(
        name.removesuffix(".ja.md") for name in pack().files.names("faq") if name.endswith(".ja.md")
    )
    return page(
        "Questions the pack answers",
        f"Pack `{pack().id}` {pack().version}: {len(names)} questions, each in two languages.",
        table(("question", "stage", "ja", "en"), map(_row, names)),
        *(_question(name) for name in names),
        source=f"{FOLDER}/faq/",
    )


def _front(name: str, language: Language) -> Mapping[str, Any]:
    return parse_page(pack().text(f"{name}.{language}.md")).front


def _row(name: str) -> tuple[str, str, str, str]:
    japanese, english = (_front(name, language) for language in LANGUAGES)
    id_ = japanese["id"]
    link = f"[{id_}](#{id_})"
    return link, japanese["stage"], plain(japanese["title"]), plain(english["title"])


def _question(name: str) -> str:
    fronts = [(language, _front(name, language)) for language in LANGUAGES]
    front = fronts[0][1]
    return section(
        front["id"],
        bullets(
            f"{plain(words['title'])} ({file_link(f'{name}.{language}.md', 'answer')})"
            for language, words in fronts
        ),
        *(f"Asked as: {' · '.join(map(plain, words['asks']))}" for _, words in fronts),
        f"Sources: {source_links(front['sources'])}",
    )
