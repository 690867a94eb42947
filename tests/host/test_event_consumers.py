import pytest

from kakekomi.facts.pc_setting_tables import (
    WmiCliEventConsumers,
    WmiEventFilters,
    WmiFilterConsumerBinding,
    WmiScriptEventConsumers,
)
from kakekomi.host import event_consumers
from kakekomi.host.machine import Answer, Query
from kakekomi.host.pc import Command

QUERY = "SELECT * FROM __InstanceModificationEvent WITHIN 60"
LINE = 'regsvr32 /s "C:\\ProgramData\\a.dll"'


def _query(answers: dict[str, list[Answer]]) -> Query:
    def query(namespace: str, table: str, columns: tuple[str, ...]) -> list[Answer]:
        assert namespace == event_consumers.NAMESPACE
        found = answers.get(table, [])
        assert all(len(answer) == len(columns) for answer in found)
        return found

    return query


def test_events_and_what_they_start_are_rows_and_a_command() -> None:
    answers: dict[str, list[Answer]] = {
        "__EventFilter": [("a", QUERY, "WQL")],
        "CommandLineEventConsumer": [("b", LINE, None)],
        "ActiveScriptEventConsumer": [("c", "VBScript", None, "x = 1")],
        "__FilterToConsumerBinding": [("CommandLineEventConsumer.Name=b", "__EventFilter.Name=a")],
    }

    assert list(event_consumers.collect(_query(answers))) == [
        WmiEventFilters(name="a", query=QUERY, query_language="WQL"),
        WmiCliEventConsumers(name="b", command_line_template=LINE),
        Command(origin="wmi_cli_event_consumers", name="b", command=LINE),
        WmiScriptEventConsumers(name="c", scripting_engine="VBScript", script_text="x = 1"),
        WmiFilterConsumerBinding(
            consumer="CommandLineEventConsumer.Name=b", filter="__EventFilter.Name=a"
        ),
    ]


@pytest.mark.parametrize(
    ("answer", "commands"),
    [(("b", None, "C:\\a b.exe"), ['"C:\\a b.exe"']), (("b", None, None), [])],
)
def test_a_program_that_is_kept_apart_is_the_command(answer: Answer, commands: list[str]) -> None:
    found = event_consumers.collect(_query({"CommandLineEventConsumer": [answer]}))

    assert [item.command for item in found if isinstance(item, Command)] == commands
