from collections.abc import Iterator
from typing import Any

import pytest
import typer

from kakekomi.check.language import Language
from kakekomi.cli.help import put_in_words
from kakekomi.cli.main import app
from kakekomi.cli.words import load


def _commands(command: Any, path: str = "root") -> Iterator[tuple[str, Any]]:  # noqa: ANN401
    yield path, command
    for name, inner in getattr(command, "commands", {}).items():
        yield from _commands(inner, name if path == "root" else f"{path} {name}")


@pytest.mark.parametrize("language", list(Language))
def test_each_command_and_option_has_its_help_and_no_help_is_left_over(language: Language) -> None:
    words, command = load(language), typer.main.get_command(app)

    put_in_words(command, words)

    commands = dict(_commands(command))
    options = [
        parameter
        for one in commands.values()
        for parameter in one.params
        if parameter.param_type_name == "option"
    ]
    helps = {f"help.{path}": one.help for path, one in commands.items()}
    assert helps == {key: text for key, text in words.by_key.items() if key.startswith("help.")}
    used = {f"option.{option.name}" for option in options} | {"option.help"}
    assert used == {key for key in words.by_key if key.startswith("option.")}
    assert all(option.help for option in options)


def test_the_commands_and_options_are_those_of_the_contract() -> None:
    commands = dict(_commands(typer.main.get_command(app)))

    assert {
        path: sorted(name for parameter in one.params for name in parameter.opts if "--" in name)
        for path, one in commands.items()
    } == {
        "root": ["--lang", "--version"],
        "check": [],
        "check mail": [
            "--contacts",
            "--dask",
            "--dask-tls-ca",
            "--dask-tls-cert",
            "--dask-tls-key",
            "--format",
            "--jobs",
            "--key",
            "--lang",
            "--own-domain",
            "--pack",
            "--password",
            "--resume",
            "--unsafe-unsigned",
        ],
        "check pc": [
            "--antivirus",
            "--enrol",
            "--format",
            "--key",
            "--lang",
            "--memory",
            "--pack",
            "--prevention",
            "--qr",
            "--root",
            "--save",
            "--submit",
            "--unsafe-unsigned",
            "--volume-serial",
        ],
        "facts": [],
        "facts mail": ["--contacts", "--format", "--lang", "--own-domain", "--password"],
        "facts pc": ["--format", "--lang", "--volume-serial"],
        "judge": ["--format", "--key", "--lang", "--pack", "--unsafe-unsigned"],
        "accounts": ["--format", "--key", "--lang", "--pack", "--unsafe-unsigned"],
        "read-report": ["--format", "--key", "--lang", "--pack", "--unsafe-unsigned"],
        "guide": ["--card", "--lang"],
        "trace": [
            "--archive",
            "--format",
            "--jobs",
            "--lang",
            "--own-domain",
            "--password",
            "--spoof",
        ],
        "drill": ["--format", "--lang", "--score", "--seed"],
        "notice": [],
        "notice draft": [
            "--addresses",
            "--archive",
            "--case",
            "--format",
            "--key",
            "--kind",
            "--lang",
            "--mail",
            "--mailbox",
            "--own-domain",
            "--pack",
            "--since",
            "--to",
            "--unsafe-unsigned",
            "--until",
        ],
        "notice check": [
            "--format",
            "--key",
            "--kind",
            "--lang",
            "--pack",
            "--statement",
            "--unsafe-unsigned",
        ],
        "notice approve": [
            "--by",
            "--key",
            "--lang",
            "--pack",
            "--unsafe-unsigned",
            "--yes",
        ],
        "notice send": [
            "--key",
            "--lang",
            "--pack",
            "--per-minute",
            "--settle",
            "--smtp",
            "--unsafe-unsigned",
        ],
        "notice settle": ["--by", "--lang", "--server-log", "--settle"],
        "notice bounces": ["--lang"],
        "notice record": ["--at", "--by", "--how", "--lang"],
        "notice list": ["--format", "--lang"],
        "pack": [],
        "desk": ["--data", "--demo", "--lang", "--port", "--workers"],
        "pack lint": ["--lang"],
        "pack keygen": ["--lang", "--out"],
        "pack sign": ["--key", "--lang"],
        "pack verify": ["--key", "--lang"],
        "pack build": ["--lang", "--out"],
        "pack export-osquery": ["--key", "--lang", "--out", "--unsafe-unsigned"],
        "pack check-links": ["--key", "--lang", "--unsafe-unsigned"],
        "pack calibrate": [
            "--bad",
            "--format",
            "--good",
            "--jobs",
            "--key",
            "--lang",
            "--pack",
            "--plot",
            "--unsafe-unsigned",
        ],
        "respond": [],
        "respond plan": ["--format", "--journal", "--lang", "--root", "--volume-serial"],
        "respond apply": [
            "--desk",
            "--format",
            "--journal",
            "--lang",
            "--lift-after",
            "--root",
            "--volume-serial",
            "--yes",
        ],
        "respond verify": ["--format", "--journal", "--lang", "--root", "--volume-serial"],
        "respond undo": ["--format", "--journal", "--lang", "--root", "--yes"],
        "respond list": ["--format", "--journal", "--lang", "--root"],
    }
