"""``rules.md`` and ``content-rules.md``: every rule of the pack."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from typing import Final

from generator.knowledge import FOLDER, file_link, pack, source_links
from generator.markdown import anchor, bullets, code, codes, page, plain, section, table
from kakekomi.facts.subject import Kind
from kakekomi.packs.model import ContentRule, Rule, Text

KINDS: Final = (("Mail rules", Kind.MAIL), ("PC rules (they judge reports too)", Kind.PC))

HEADER_COMMENT: Final = re.compile(r"\A\s*/\*(.*?)\*/", re.DOTALL)
"""Takes the remark at the head of a content rule; refuses one further down."""


def introduction() -> str:
    """How rules become a verdict."""
    limits = pack().thresholds
    return f"""\
Pack `{pack().id}` {pack().version}: {len(pack().rules)} rules.

Each rule is one query over [facts](tables.md). Its weight is evidence in decibans (10·log10 of how
many times more often the sign is seen on Emotet than on what ordinary people get). Weights add up;
of a group only the heaviest counts. From **{limits.suspicious_db:g} dB** on the verdict is
*suspicious*, from **{limits.detected_db:g} dB** on *detected*. A rule marked **exposure only**
never lifts a verdict above suspicious. A negative weight speaks against.

Beside each rule lie examples on which it must fire and benign twins on which it must stay quiet;
both run in the tests. How to write one: [Write a rule](../how-to/write-a-rule.en.md).
"""


def write() -> str:
    """The page of rules over facts."""
    parts: list[str] = []
    for title, kind in KINDS:
        rules = [rule for rule in pack().rules if rule.kind is kind]
        parts += [section(f"{title}: {len(rules)}", _overview(rules))]
    parts += [_rule(rule) for rule in pack().rules]
    return page("Rules", introduction().strip(), *parts, source=f"{FOLDER}/rules/")


def _overview(rules: Sequence[Rule]) -> str:
    ordered = sorted(rules, key=lambda rule: (-rule.weight_db, rule.id))
    return table(
        ("weight", "rule", "group", "ja", "en"),
        (
            (
                f"{rule.weight_db:+g}",
                f"[{rule.id}](#{anchor(rule.id)})",
                rule.group or "",
                plain(rule.title.ja),
                plain(rule.title.en),
            )
            for rule in ordered
        ),
    )


def _rule(rule: Rule) -> str:
    return section(
        rule.id,
        f"**{plain(rule.title.ja)}** / **{plain(rule.title.en)}**",
        bullets((plain(rule.says.ja), plain(rule.says.en))),
        table(("", ""), _facts_about(rule)),
        level=3,
    )


def _facts_about(rule: Rule) -> Iterator[tuple[str, str]]:
    exposure = " (exposure only)" if rule.capped else ""
    yield "weight", f"{rule.weight_db:+g} dB{exposure}"
    if rule.group:
        yield "group", code(rule.group)
    yield "ATT&CK", codes(rule.attack)
    if rule.since:
        yield "seen since", rule.since
    yield "reads", ", ".join(f"[{name}](tables.md#{name})" for name in sorted(rule.tables))
    yield "mistaken for", _both(rule.false_positives)
    yield "fires on", _examples(rule.file, "fires")
    yield "quiet on", _examples(rule.file, "quiet")
    yield "sources", source_links(rule.sources)
    yield "query", file_link(rule.file)


def _both(text: Text | None) -> str:
    return f"{plain(text.ja)} / {plain(text.en)}" if text else "–"


def _examples(file: str, kind: str) -> str:
    stem = file.rpartition(".")[0]
    examples = tomllib.loads(pack().text(f"{stem}.examples.toml"))
    return "; ".join(plain(example["name"]) for example in examples.get(kind, ()))


CONTENT_INTRODUCTION = """\
YARA-X rules for bytes: each attachment, archive member, embedded object and file of the places
that matter is matched once, when it is collected. A match is a row of
[yara_match](tables.md#yara_match), and some of the [rules](rules.md) weigh it.
"""


def write_content() -> str:
    """The page of rules over bytes."""
    return page(
        "Content rules",
        CONTENT_INTRODUCTION.strip(),
        *(_content_rule(rule) for rule in pack().content_rules),
        source=f"{FOLDER}/rules/content/",
    )


def _content_rule(rule: ContentRule) -> str:
    comment = HEADER_COMMENT.match(rule.source)
    lines = comment[1].strip().splitlines() if comment else []
    return section(
        rule.file.rpartition("/")[2].removesuffix(".yar"),
        " ".join(plain(line) for line in lines),
        table(
            ("", ""),
            (
                ("fires on", _examples(rule.file, "fires")),
                ("quiet on", _examples(rule.file, "quiet")),
                ("rule", file_link(rule.file)),
            ),
        ),
    )
