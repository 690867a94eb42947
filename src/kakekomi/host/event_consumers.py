"""What Windows Management Instrumentation runs when something happens: an autostart few look at.

Emotet itself is not known to use it; what came after it was. A command line there is a ``launch``
row like any other. Windows' own consumer of this kind ("SCM Event Log Consumer") runs no program.

Source: https://learn.microsoft.com/windows/win32/wmisdk/standard-consumer-classes
"""

from collections.abc import Iterator
from typing import Final

from kakekomi.facts.pc_setting_tables import (
    WmiCliEventConsumers,
    WmiEventFilters,
    WmiFilterConsumerBinding,
    WmiScriptEventConsumers,
)
from kakekomi.facts.row import Row
from kakekomi.host.machine import Answer, Query
from kakekomi.host.pc import Command

NAMESPACE: Final = "ROOT\\subscription"
ORIGIN: Final = "wmi_cli_event_consumers"


def collect(query: Query) -> Iterator[Row | Command]:
    """Rows of all four classes. Raises: NotPermittedError, UnavailableError, UnsupportedError."""
    filters = query(NAMESPACE, "__EventFilter", ("Name", "Query", "QueryLanguage"))
    commands = query(
        NAMESPACE,
        "CommandLineEventConsumer",
        ("Name", "CommandLineTemplate", "ExecutablePath"),
    )
    scripts = query(
        NAMESPACE,
        "ActiveScriptEventConsumer",
        ("Name", "ScriptingEngine", "ScriptFileName", "ScriptText"),
    )
    bindings = query(NAMESPACE, "__FilterToConsumerBinding", ("Consumer", "Filter"))
    for answer in filters:
        name, words, language = _texts(answer)
        yield WmiEventFilters(name=name or "", query=words, query_language=language)
    for answer in commands:
        yield from _command(answer)
    for answer in scripts:
        name, engine, file, text = _texts(answer)
        yield WmiScriptEventConsumers(
            name=name or "", scripting_engine=engine, script_file_name=file, script_text=text
        )
    for answer in bindings:
        consumer, event = _texts(answer)
        yield WmiFilterConsumerBinding(consumer=consumer or "", filter=event or "")


def _command(answer: Answer) -> Iterator[Row | Command]:
    name, template, program = _texts(answer)
    yield WmiCliEventConsumers(
        name=name or "", command_line_template=template, executable_path=program
    )
    line = template or (f'"{program}"' if program else "")
    if line:
        yield Command(origin=ORIGIN, name=name or "", command=line)


def _texts(answer: Answer) -> tuple[str | None, ...]:
    return tuple(None if value is None else str(value) for value in answer)
