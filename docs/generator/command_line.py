"""``cli.md``: commands, arguments, options and exit statuses, from the command line itself."""

# ruff: noqa: ANN401  the parser keeps its classes private
from collections.abc import Iterator, Mapping
from typing import Any, Final

import typer

from generator.markdown import code, page, plain, section, table
from kakekomi.check.exit_status import WORST_FIRST, ExitStatus
from kakekomi.check.language import Language
from kakekomi.cli import words
from kakekomi.cli.help import put_in_words
from kakekomi.cli.main import app

CHECKS: Final = ("check mail", "check pc", "judge", "read-report")
"""Commands whose exit status is a verdict."""

ORDER: Final = ("check", "judge", "read-report", "guide", "respond", "facts", "pack")
"""What most people need first."""

INTRODUCTION = """\
Set-up puts the command at `.venv/bin/kakekomi`. Every command takes `--lang ja` or `--lang en`;
without it the language is that of the system (`LC_ALL`, `LC_MESSAGES`, `LANG`). `--help` after any
command shows its options in that language.
"""

FORMS = """\
- `text`: for people. Control and right-to-left characters are made visible; no escape codes off a
  terminal or under `NO_COLOR`. A console that can't show Japanese gets English and a notice.
- `json`: an array of [verdicts](verdict-json.md), nothing else on standard output.
- `jsonl`: the same objects, one a line, in the order of the input.
- `html`: one page to print or hand over; no script, nothing fetched, nothing in it can be clicked
  that came from the input.

Messages about files that could not be read, and progress, go to standard error; progress only on a
terminal.
"""

ENVIRONMENT: Final = (
    ("LC_ALL, LC_MESSAGES, LANG", "language, if `--lang` is not given; the first that is set"),
    ("NO_COLOR", "set to anything: no colours"),
    ("TERM", "`dumb`: no colours and no progress"),
    ("XDG_CONFIG_HOME", "where `kakekomi/trusted-keys/*.pub.pem` lie; else `~/.config`"),
    ("APPDATA", "the same on Windows"),
    ("XDG_DATA_HOME", "where `kakekomi/respond` lies without `--journal`; else `~/.local/share`"),
    ("LOCALAPPDATA", "the same on Windows, in `Kakekomi`"),
    ("DISPLAY, WAYLAND_DISPLAY", "set: the page of a result is opened after `check pc`"),
    ("SYSTEMDRIVE", "on Windows: the drive that is scanned"),
    ("KAKEKOMI_DESK_DATA", "folder of the desk's database, uploads and keys"),
    ("KAKEKOMI_DESK_DATABASE", "`postgresql://…`; else SQLite in that folder"),
    ("KAKEKOMI_DESK_HOSTS", "names by which the desk is reached, with commas between"),
    ("KAKEKOMI_DESK_HTTPS", "`1`: a server that speaks TLS stands before the desk"),
    ("KAKEKOMI_DESK_PROXY", "address of that server; else `127.0.0.1`"),
    ("KAKEKOMI_DESK_MAIL_SERVER", "`smtp://…` or `smtps://…`; else mails are printed"),
    ("KAKEKOMI_DESK_MAIL_FROM", "sender of the desk's mails"),
    ("KAKEKOMI_DESK_MAIL_PER_MINUTE", "notices a minute; else 30"),
    ("KAKEKOMI_DESK_KEEP_CHECKS_DAYS", "what strangers had checked; else 30"),
    ("KAKEKOMI_DESK_KEEP_RECEIPTS_DAYS", "receipts and enquiries since their last event; else 180"),
    ("KAKEKOMI_DESK_KEEP_UPLOADS_DAYS", "files of a case after its end; else 90"),
    ("KAKEKOMI_DESK_OIDC", "JSON file of an OpenID Connect provider to sign in with"),
)

MEANINGS: Final[Mapping[ExitStatus, str]] = {
    ExitStatus.NOTHING_FOUND: "Nothing found: no known mark in what was checked. Not a promise",
    ExitStatus.OUR_FAULT: "A fault in Kakekomi; what was checked before is still printed",
    ExitStatus.UNREADABLE: "Wrong use, or an input that can't be read; the others were still done",
    ExitStatus.SUSPICIOUS: "Suspicious",
    ExitStatus.DETECTED: "Detected",
    ExitStatus.NOT_CHECKED: "Not checked: nothing could be judged, or nobody reads the output",
    ExitStatus.INTERRUPTED: "Interrupted (Ctrl+C); the result is not whole",
}

PACK_STATUSES: Final = """\
Commands whose answer is not a verdict (`facts`, `guide`, `pack …`) exit with 0 when they did what
was asked, and with 2 when the input, the pack or the use was wrong. `respond …` exits with 0 when
all of it is done and was seen on the PC, with 2 when something is left or the use was wrong, and
with 30 where it does not apply.
"""


def write() -> str:
    """The page."""
    commands = dict(_commands())
    return page(
        "Command line",
        INTRODUCTION.strip(),
        *(_command(path, *texts) for path, texts in commands.items()),
        section("Forms of the answer (`--format`)", FORMS.strip()),
        section("Exit statuses", *_exit_statuses()),
        section(
            "Environment",
            table(("variable", "decides"), ((code(name), words) for name, words in ENVIRONMENT)),
        ),
        source="src/kakekomi/cli/",
    )


def _commands() -> Iterator[tuple[str, tuple[Any, Any]]]:
    """Path of each command, with the command in Japanese and in English words."""
    trees = []
    for language in (Language.JA, Language.EN):
        tree = typer.main.get_command(app)
        put_in_words(tree, words.load(language))
        trees.append(tree)
    yield "kakekomi", (trees[0], trees[1])
    yield from _below("kakekomi", trees[0], trees[1])


def _below(path: str, japanese: Any, english: Any) -> Iterator[tuple[str, tuple[Any, Any]]]:
    for name, inner in sorted(japanese.commands.items(), key=_place):
        twin = english.commands[name]
        if getattr(inner, "commands", None):
            yield from _below(f"{path} {name}", inner, twin)
        else:
            yield f"{path} {name}", (inner, twin)


def _place(command: tuple[str, Any]) -> int:
    return ORDER.index(command[0]) if command[0] in ORDER else len(ORDER)


def _command(path: str, japanese: Any, english: Any) -> str:
    parameters = list(zip(japanese.params, english.params, strict=True))
    arguments = [p.metavar for p, _ in parameters if p.param_type_name == "argument"]
    arguments += [f"{p.opts[0]} {p.metavar}" for p, _ in parameters if _must_be_given(p)]
    options = [pair for pair in parameters if pair[0].param_type_name == "option"]
    return section(
        path,
        f"{plain(japanese.help)}\n\n{plain(english.help)}",
        code(" ".join([path, *arguments, "[OPTION]…"])),
        table(("option", "value", "ja", "en"), (_option(*pair) for pair in options)),
    )


def _must_be_given(parameter: Any) -> bool:
    return bool(parameter.param_type_name == "option" and parameter.required)


def _option(japanese: Any, english: Any) -> tuple[str, str, str, str]:
    return (
        code(", ".join(japanese.opts)),
        "; ".join(_value(japanese)),
        plain(japanese.help),
        plain(english.help),
    )


def _value(option: Any) -> Iterator[str]:
    if option.is_flag:
        return
    values = getattr(option.type, "choices", ())
    yield " or ".join(map(code, values)) if values else code(option.metavar)
    if option.multiple:
        yield "may be repeated"
    if option.required:
        yield "required"
    elif option.default is not None:
        yield f"default {code(str(getattr(option.default, 'value', option.default)))}"


def _exit_statuses() -> Iterator[str]:
    yield f"Of {', '.join(map(code, CHECKS))}:"
    yield table(("status", "meaning"), ((code(str(int(one))), MEANINGS[one]) for one in ExitStatus))
    order = " › ".join(code(str(int(one))) for one in WORST_FIRST)
    yield f"Over several subjects the worst counts, in this order: {order}."
    yield PACK_STATUSES.strip()
