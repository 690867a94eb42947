"""``verdict-json.md``: the verdict as other programs read it, with two real ones."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import msgspec

from generator.fields import meanings
from generator.markdown import block, code, page, prose, section, table
from kakekomi.drill.demo_cases import DemoCase, make_cases
from kakekomi.guide import document
from kakekomi.guide.document import VerdictDocument

INTRODUCTION = """\
`--format json` and `jsonl` give this object for each checked subject. Its shape is named by
`schema`; under the same name no field is ever renamed or given another meaning. Values are
verbatim: escape them where you show them.

A finding always has evidence. `nothing_found` always has gaps. There is always a next step.
"""

FIXED_TIME: Final = "2022-03-07T01:15:00Z"
"""Stands in the examples instead of the time they were made."""


def write() -> str:
    """The page."""
    mail, _, report = _examples()
    schema = msgspec.json.schema(VerdictDocument)
    return page(
        "The verdict as JSON",
        INTRODUCTION.strip(),
        *(
            section(_title(name), _fields(name, one, meanings(document)))
            for name, one in _outside_in(schema["$defs"])
        ),
        section(
            "An EmoCheck result that found something",
            "Sample 3 of `make run`, in English.",
            _json(report),
        ),
        section("A mail", "Sample 1 of `make run`, in Japanese.", _json(mail)),
        section("JSON Schema", _json(schema)),
        source="src/kakekomi/guide/document.py and the samples of make run",
    )


def _outside_in(definitions: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    whole = VerdictDocument.__name__
    yield whole, definitions[whole]
    yield from (pair for pair in definitions.items() if pair[0] != whole)


def _title(name: str) -> str:
    return {
        "VerdictDocument": "The object",
        "FindingDocument": "One of `findings`",
        "EvidenceDocument": "One of `evidence`",
        "GapDocument": "One of `gaps`",
        "PackDocument": "`pack`",
        "NextStep": "One of `next_steps`",
    }[name]


def _fields(name: str, schema: Mapping[str, Any], words: Mapping[str, str]) -> str:
    return table(
        ("field", "type", "meaning"),
        (
            (code(field), _type(inner), prose(words[f"{name}.{field}"]))
            for field, inner in schema["properties"].items()
        ),
    )


def _type(schema: Mapping[str, Any]) -> str:
    match schema:
        case {"anyOf": alternatives}:
            return " or ".join(map(_type, alternatives))
        case {"enum": [only]}:
            return code(only)
        case {"type": "array", "items": inner}:
            return f"array of {_type(inner)}"
        case {"$ref": _}:
            return "object"
        case {"format": "date-time"}:
            return "time (ISO 8601)"
        case {"type": kind}:
            return str(kind)
    raise ValueError(f"no words for {schema!r}")


def _examples() -> list[Any]:
    """The verdicts on the three samples of the demonstration, by the command itself."""
    with tempfile.TemporaryDirectory() as folder:
        cases = make_cases(Path(folder))
        return [_checked(case, folder) for case in cases]


def _checked(case: DemoCase, folder: str) -> Any:  # noqa: ANN401  JSON as it comes
    language = "ja" if case.command[:2] == ("check", "mail") else "en"
    command = [sys.executable, "-m", "kakekomi", *case.command, "--format", "json"]
    done = subprocess.run(  # noqa: S603  our own command
        [*command, "--lang", language],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONUTF8": "1"},
        check=False,
    )
    if not done.stdout:
        raise RuntimeError(f"kakekomi {' '.join(case.command)} gave no verdict; see above")
    text = done.stdout.decode().replace(f"{folder}{os.sep}", "")
    (verdict,) = json.loads(text)
    return {**verdict, "checked_at": FIXED_TIME}


def _json(value: Any) -> str:  # noqa: ANN401  any JSON
    return block(json.dumps(value, ensure_ascii=False, indent=2), "json")
