"""One slip in a sound pack, and the problem that names it."""

from pathlib import Path

import pytest

from kakekomi.packs.lint import lint, lint_files
from kakekomi.packs.problem import Problem
from packs.make_pack import (
    CASE_QUERY,
    EXAMPLES,
    FILES,
    PACK_TOML,
    RULE,
    SOURCES,
    STEP,
    TRIAGE,
    YARA,
    YARA_EXAMPLES,
    make_files,
)

RULE_FILE = "rules/mail/encrypted.sql"
EXAMPLES_FILE = "rules/mail/encrypted.examples.toml"


def test_the_embedded_pack_has_no_problems() -> None:
    assert lint() == ()


def test_a_sound_pack_has_no_problems() -> None:
    assert lint_files(make_files()) == ()


def test_a_folder_is_checked_as_its_files(tmp_path: Path) -> None:
    for name, text in (FILES | {"faq/why.en.md": "no front matter"}).items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")

    assert {problem.file for problem in lint(tmp_path)} == {"faq/why.en.md"}


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        (RULE_FILE, "a.name,", "a.nmae,", "12: the query does not run: no such column: a.nmae"),
        (RULE_FILE, "FROM   attachment a", "FROM atachment a", "no such table: atachment"),
        (RULE_FILE, "a.encrypted\n", "random()\n", "may not call random()"),
        (RULE_FILE, "a.subject,", "a.node,", "12: the first column must be the subject"),
        (RULE_FILE, "a.name,", "name,", "12: column 'name' shows no alias.column of a table"),
        (RULE_FILE, "a.name,", "'x' AS name,", "12: column 'name' shows no alias.column"),
        (RULE_FILE, "a.name,", "a.*,", "12: name each column"),
        (RULE_FILE, "a.name,", "lower(a.name),", "12: give 'lower(a.name)' a name with AS"),
        (RULE_FILE, "「{name}」", "「{nmae}」", "says.ja names {nmae}"),
        (RULE_FILE, "WHERE  a.encrypted\n", "WHERE a.encrypted\nLIMIT 1\n", "15: LIMIT would"),
        (RULE_FILE, "WHERE  a.encrypted\n", "WHERE a.encrypted\nORDER BY 2\n", "15: ORDER BY has"),
        (RULE_FILE, "source: page-one", "source: page-two", "1: unknown source 'page-two'"),
        (RULE_FILE, "-- source: page-one\n", "", "needs a source"),
        (RULE_FILE, "weight: 12", "weight: heavy", "6: weight must be a number, not 'heavy'"),
        (
            RULE_FILE,
            "WHERE  a.encrypted",
            "UNION SELECT u.subject, u.href, 1 FROM url u",
            "one SEL",
        ),
        (RULE_FILE, "WHERE  a.encrypted", 'WHERE a.name = "x"', '14: write "x" in single quotes'),
        (
            EXAMPLES_FILE,
            "encrypted = true",
            "encrypted = false",
            "2: the rule stays quiet on 'lock",
        ),
        (
            EXAMPLES_FILE,
            "[[quiet.attachment]]",
            "[[quiet.attachment]]\nencrypted = true",
            "8: the r",
        ),
        (EXAMPLES_FILE, "[[fires.attachment]]", "[[fires.atachment]]", "2: unknown table 'atach"),
        (EXAMPLES_FILE, "encrypted = true", "encripted = true", "2: attachment: Object contains"),
        (EXAMPLES_FILE, "[[quiet]]", "[[silent]]", "unknown key 'silent'"),
        (EXAMPLES_FILE, 'name = "locked"', "", "2: an example needs name"),
        ("rules/content/macro_word.yar", "condition: $a", "condition: $b", "does not compile"),
        ("rules/content/macro_word.yar", "Auto_Open", "Auto_Close", "2: no rule matches 'macro'"),
        ("steps/isolate-pc.sql", "-- stages: suspected\n", "", "needs stages"),
        ("steps/isolate-pc.sql", "stages: suspected", "stages: panic", "unknown stage 'panic'"),
        ("steps/isolate-pc.sql", "patterns: opened", "patterns: shut", "unknown pattern 'shut'"),
        ("steps/isolate-pc.sql", "FROM declaration", "FROM declarations", "16: the query does not"),
        ("steps/isolate-pc.sql", "-- proven", "-- prooven", "has no query below a line -- proven"),
        ("steps/isolate-pc.sql", "minutes: 1", "minutes: soon", "10: minutes must be a number"),
        ("patterns/opened.sql", "a.subject", "a.question", "8: the first column must be"),
        ("pack.toml", '"ja", "en"', '"ja"', "languages must name en"),
        ("pack.toml", "detected_db = 20.0", "detected_db = 5.0", "suspicious_db must be below"),
        ("pack.toml", "[thresholds]", f"passwords = {['x'] * 11}\n[thresholds]", "more than 10"),
        ("pack.toml", "[thresholds]", 'passwords = [""]\n[thresholds]', "each has 1 to 64"),
        ("pack.toml", 'id = "mini"', "", "missing required field `id`"),
        ("sources.toml", "page-one", "page-two", "unknown source 'page-one'"),
        ("sources.toml", SOURCES, SOURCES * 2, "needs an id of its own: 'page-one'"),
        ("contacts.toml", "[[contact]]", "[[contact", "1: no TOML"),
        ("faq/why.ja.md", "step:isolate-pc", "step:fly", "11: links to unknown step 'fly'"),
        ("faq/why.ja.md", "contact:desk", "contact:chair", "links to unknown contact 'chair'"),
        ("faq/why.ja.md", "contact:desk", "javascript:x", "unknown kind of link 'javascript'"),
        ("faq/why.ja.md", 'id = "why"', 'id = "how"', "1: id must be 'why'"),
        ("faq/why.ja.md", 'title = "Title"', "", "needs a title"),
        ("faq/why.ja.md", 'asks = ["why"]', "", "needs asks"),
        ("faq/why.ja.md", "2026-11-24", '"today"', "needs checked_at"),
        ("faq/why.ja.md", "+++\n\nSee", "\n\nSee", "front matter has no closing"),
        ("faq/why.ja.md", 'patterns = ["opened"]', 'patterns = ["x"]', "unknown pattern 'x'"),
        ("steps/isolate-pc.ja.md", "抜きます。", " ", "is empty"),
        ("triage.toml", 'now = "isolate-pc"', 'now = "fly"', "unknown step 'fly'"),
        ("triage.toml", 'question = "opened"', 'question = "shut"', "unknown question 'shut'"),
        ("triage.toml", 'value = "yes"', 'value = "no"', "unknown choice 'no'"),
    ],
)
def test_a_slip_is_named_with_its_place(file: str, old: str, new: str, expected: str) -> None:
    problems = lint_files(make_files({file: FILES[file].replace(old, new)}))

    shown = [str(problem) for problem in problems]
    assert any(expected in line for line in shown), shown


@pytest.mark.parametrize(
    ("file", "problem_file"),
    [
        ("faq/why.en.md", "faq/why.ja.md"),
        ("steps/isolate-pc.ja.md", "steps/isolate-pc.sql"),
        ("rules/mail/encrypted.examples.toml", "rules/mail/encrypted.examples.toml"),
        ("rules/content/macro_word.examples.toml", "rules/content/macro_word.examples.toml"),
        ("sources.toml", "sources.toml"),
        ("contacts.toml", "contacts.toml"),
        ("pack.toml", "pack.toml"),
    ],
)
def test_a_missing_file_is_named(file: str, problem_file: str) -> None:
    problems = lint_files(make_files(without=file))

    assert problem_file in {problem.file for problem in problems}


def test_a_rule_whose_result_depends_on_other_subjects_is_named() -> None:
    text = RULE.replace(
        "WHERE  a.encrypted", "WHERE a.encrypted AND 1 = (SELECT count(x.node) FROM attachment x)"
    )

    (problem,) = lint_files(make_files({RULE_FILE: text}))

    assert "another result for many subjects" in problem.message


def test_a_rule_whose_result_depends_on_the_order_of_facts_is_named() -> None:
    text = RULE.replace("WHERE  a.encrypted", "WHERE a.encrypted GROUP BY a.subject")
    second = '[[fires.attachment]]\nname = "b.zip"\nencrypted = true\n\n[[quiet]]'
    examples = EXAMPLES.replace("[[quiet]]", second)

    (problem,) = lint_files(make_files({RULE_FILE: text, EXAMPLES_FILE: examples}))

    assert "come in another order" in problem.message


def test_an_example_with_a_match_of_no_content_rule_is_named() -> None:
    text = RULE.replace("a.name, a.encrypted", "y.rule AS name").replace(
        "WHERE  a.encrypted", "JOIN yara_match y USING (subject)"
    )
    match = '[[fires.yara_match]]\nrule = "macro_wrod"\n[[fires.attachment]]'
    examples = EXAMPLES.replace("[[fires.attachment]]", match)
    right = examples.replace("macro_wrod", "macro_word")

    (problem,) = lint_files(make_files({RULE_FILE: text, EXAMPLES_FILE: examples}))

    assert problem == Problem(EXAMPLES_FILE, 2, "no content rule is named 'macro_wrod'")
    assert lint_files(make_files({RULE_FILE: text, EXAMPLES_FILE: right})) == ()


def test_all_slips_are_named_at_once() -> None:
    files = {
        RULE_FILE: RULE.replace("12", "x"),
        EXAMPLES_FILE: EXAMPLES.replace("true", "1"),
        "steps/isolate-pc.sql": STEP.replace("order: 10", "order: x"),
        "stages/suspected.sql": CASE_QUERY.format(id="other"),
        "triage.toml": TRIAGE.replace("isolate-pc", "x"),
        "pack.toml": PACK_TOML.replace("20.0", "1.0"),
        "rules/content/macro_word.yar": YARA.replace("rule", "rool"),
        "rules/content/macro_word.examples.toml": YARA_EXAMPLES.replace("48656", "xyz"),
    }

    assert {problem.file for problem in lint_files(make_files(files))} >= set(files)


def test_two_files_of_one_name_on_windows_are_named() -> None:
    problems = lint_files(make_files({"Sources.toml": SOURCES}))

    assert Problem("", 0, "the pack has two files of the name 'sources.toml'") in problems
