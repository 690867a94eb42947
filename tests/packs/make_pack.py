"""A small sound pack in memory, for tests to break in one place."""

import msgspec

from kakekomi.facts.subject import Kind
from kakekomi.packs.files import MemoryFiles
from kakekomi.packs.load import load_files
from kakekomi.packs.model import Pack, Rule, Text
from kakekomi.packs.rule_file import tables_in

PACK_TOML = """
id = "mini"
version = "1"
languages = ["ja", "en"]
checked_at = 2026-11-24
title = { ja = "小", en = "Mini" }
[thresholds]
suspicious_db = 10.0
detected_db = 20.0
"""

RULE = """-- id: mail/encrypted
-- title.ja: 暗号化
-- title.en: Encrypted
-- says.ja: 「{name}」は暗号化されています。
-- says.en: "{name}" is encrypted.
-- weight: 12
-- attack: T1566.001
-- since: 2020-09
-- false-positives.ja: 取引先の習慣
-- false-positives.en: A partner's habit
-- source: page-one
SELECT a.subject, a.name, a.encrypted
FROM   attachment a
WHERE  a.encrypted
"""

EXAMPLES = """
[[fires]]
name = "locked"
[[fires.attachment]]
name = "a.zip"
encrypted = true

[[quiet]]
name = "open"
[[quiet.attachment]]
name = "a.zip"
"""

STEP = """-- id: isolate-pc
-- order: 10
-- title.ja: 切り離す
-- title.en: Cut off
-- says.ja: LANケーブルを抜いてください。
-- says.en: Pull the cable.
-- stages: suspected
-- patterns: opened
-- role: employee
-- minutes: 1
-- proof: declaration
-- source: page-one
-- applies
SELECT p.subject FROM pattern p WHERE p.pattern = 'opened'
-- proven
SELECT d.subject FROM declaration d WHERE d.step = 'isolate-pc'
"""

CASE_QUERY = """-- id: {id}
-- order: 1
-- title.ja: 題
-- title.en: Title
-- says.ja: 文
-- says.en: Sentence
-- source: page-one
SELECT a.subject FROM answer a WHERE a.value = 'yes'
"""

YARA = 'rule macro_word { strings: $a = "Auto_Open" nocase condition: $a }'

YARA_EXAMPLES = """
[[fires]]
name = "macro"
text = "Sub Auto_Open()"
[[quiet]]
name = "letter"
hex = "48656c6c6f"
"""

SOURCES = '[[source]]\nid = "page-one"\n'
CONTACTS = '[[contact]]\nid = "desk"\n'

PAGE = """+++
id = "{id}"
title = "Title"
asks = ["why"]
stage = "suspected"
patterns = ["opened"]
sources = ["page-one"]
checked_at = 2026-11-24
+++

See [the step](step:isolate-pc) and [the desk](contact:desk).
"""

TRIAGE = """
[[question]]
id = "opened"
[[question.choice]]
id = "yes"
now = "isolate-pc"
[[door]]
question = "opened"
value = "yes"
"""

FILES = {
    "pack.toml": PACK_TOML,
    "rules/mail/encrypted.sql": RULE,
    "rules/mail/encrypted.examples.toml": EXAMPLES,
    "rules/content/macro_word.yar": YARA,
    "rules/content/macro_word.examples.toml": YARA_EXAMPLES,
    "steps/isolate-pc.sql": STEP,
    "steps/isolate-pc.ja.md": "抜きます。",
    "steps/isolate-pc.en.md": "Pull it.",
    "patterns/opened.sql": CASE_QUERY.format(id="opened"),
    "stages/suspected.sql": CASE_QUERY.format(id="suspected"),
    "sources.toml": SOURCES,
    "contacts.toml": CONTACTS,
    "triage.toml": TRIAGE,
    "faq/why.ja.md": PAGE.format(id="why"),
    "faq/why.en.md": PAGE.format(id="why"),
}


def make_files(changed: dict[str, str] | None = None, *, without: str = "") -> MemoryFiles:
    """The files of the pack, some replaced, added or left out."""
    texts = FILES | (changed or {})
    return MemoryFiles({name: text.encode() for name, text in texts.items() if name != without})


def make_rule(sql: str, *, name: str = "mail/rule", weight: float = 12.0, **more: object) -> Rule:
    """A rule around a query."""
    rule = Rule(
        id=name,
        kind=Kind.PC if name.startswith("host/") else Kind.MAIL,
        title=Text(ja="題", en="Title"),
        says=Text(ja="文", en="Sentence"),
        weight_db=weight,
        group=None,
        capped=False,
        attack=(),
        since=None,
        false_positives=None,
        sources=(),
        sql=sql,
        tables=tables_in(sql),
        file=f"rules/{name}.sql",
        line=1,
    )
    return msgspec.structs.replace(rule, **more)


def make_pack(*rules: Rule) -> Pack:
    """The small pack with these rules."""
    return msgspec.structs.replace(load_files(make_files()), rules=rules)
