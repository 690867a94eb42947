import re

from kakekomi.facts import (
    case_tables,
    event_tables,
    gap,
    mail_tables,
    pc_setting_tables,
    pc_tables,
    report_tables,
)
from kakekomi.facts.row import Row, columns
from kakekomi.facts.schema import TABLE_BY_NAME, TABLES

DESIGN_TABLES = """
message recipient received authentication attachment password office macro_keyword shortcut
onenote_object url yara_match own_domain correspondent system_info os_version logical_drives users
processes services registry startup_items scheduled_tasks file hash authenticode
windows_security_products patches shared_resources office_trust av_scan emocheck_report
emocheck_process organization person pc account partner check_result finding answer action notice
deadline gap
""".split()


def test_every_table_of_the_design_is_declared() -> None:
    assert set(DESIGN_TABLES) <= set(TABLE_BY_NAME)


def test_no_declared_table_is_missing_from_the_list() -> None:
    declared = {
        value
        for module in (
            *(mail_tables, pc_tables, pc_setting_tables, event_tables, report_tables),
            *(case_tables, gap),
        )
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, Row) and value is not Row
    }

    assert declared == set(TABLES)


def test_names_are_unique_snake_case_and_every_column_has_a_meaning() -> None:
    names = [table.TABLE for table in TABLES]

    assert len(set(names)) == len(names)
    for table in TABLES:
        assert table.__doc__
        for name in (table.TABLE, *(column.name for column in columns(table))):
            assert re.fullmatch(r"[a-z][a-z0-9_]*", name)
        assert all(column.meaning for column in columns(table)), table.TABLE


def test_a_column_name_means_one_type_within_a_family_of_tables() -> None:
    for family in (mail_tables, case_tables):
        kinds: dict[str, set[type]] = {}
        for table in TABLES:
            if table.__module__ == family.__name__:
                for column in columns(table):
                    kinds.setdefault(column.name, set()).add(column.python_type)
        assert {name for name, types in kinds.items() if len(types) > 1} == set()


def test_times_end_in_at_and_sizes_of_our_own_tables_in_bytes() -> None:
    for table in (*(t for t in TABLES if not t.OSQUERY),):
        for column in columns(table):
            if column.python_type.__name__ == "datetime":
                assert column.name == "at" or column.name.endswith("_at"), (table, column.name)
            assert column.name != "size", table
