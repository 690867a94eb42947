r"""What osquery knows of a PC, shaped as the tables that PC rules read.

Rules read our tables; most bear osquery's names but hold less (only the places that matter) or more
(columns worked out by our collector). Each view below gives a rule the same columns from osquery's
own tables, in SQL that SQLite runs without functions of ours. What can't be worked out there (is a
file a program? the volume's serial?) is left out, and a rule that needs it is not exported.

``file`` and ``registry`` answer only to a stated path or key, so that the views name them. In those
patterns ``%`` is one folder for osquery and any text for SQLite; ``%%`` is any depth.

``launch`` reads command lines more simply than our collector: rundll32, regsvr32, the script hosts
and programs started directly; of a host's arguments the first full path. Of variables
only the usual are expanded, and what 32-bit programs see in place of System32 is not looked up.

Each stage is DISTINCT with a LIMIT that limits nothing, because SQLite would otherwise put the
stages or the rule's conditions into each other: preparing one query then took seconds and hundreds
of megabytes.

Source: osquery schema 5.x, https://osquery.io/schema/
"""

# ruff: noqa: S608  the parts are constants of this module
from collections.abc import Mapping
from typing import Final

PREFIX: Final = "kakekomi_"
"""Before a view's name, so that it never hides the table of osquery that it reads."""

SCHEMA: Final[Mapping[str, tuple[str, ...]]] = {
    "processes": ("pid", "parent", "name", "path", "cmdline", "on_disk", "start_time"),
    "services": (
        *("name", "service_type", "display_name", "status", "pid", "start_type"),
        *("win32_exit_code", "service_exit_code", "path", "module_path", "description"),
        "user_account",
    ),
    "registry": ("key", "path", "name", "type", "data", "mtime"),
    "startup_items": ("name", "path", "args", "type", "source", "status", "username"),
    "scheduled_tasks": (
        *("name", "action", "path", "enabled", "state", "hidden", "last_run_time"),
        *("next_run_time", "last_run_message", "last_run_code"),
    ),
    "file": ("path", "directory", "filename", "size", "mtime", "atime", "ctime", "btime", "type"),
    "wmi_cli_event_consumers": (
        *("name", "command_line_template", "executable_path", "class", "relative_path"),
    ),
}
"""Columns of osquery's tables that the views read, as documented for Windows."""

_BASENAME: Final = "substr({0}, length(rtrim({0}, replace(replace({0}, '\\', ''), '/', ''))) + 1)"
_STEM: Final = "rtrim({0}, replace({0}, '.', ''))"

FUNCTIONS: Final[Mapping[str, str]] = {
    "basename": _BASENAME,
    "dirname": "substr({0}, 1, length(rtrim({0}, replace(replace({0}, '\\', ''), '/', ''))) - 1)",
    "letters_only": "({0} <> '' AND {0} NOT GLOB '*[^A-Za-z]*')",
    "extension": (
        f"CASE WHEN length({_STEM.format(_BASENAME)}) < 2 THEN '' ELSE "
        f"lower(trim(substr({_BASENAME}, length({_STEM.format(_BASENAME)}) + 1))) END"
    ),
}
"""Our functions as expressions of SQLite's; ``{0}`` stands for the argument."""

_PLACES: Final = r"""kakekomi_spot (scope, prefix, place) AS (VALUES
  ('u', 'appdata\local\temp\', 'temp'), ('u', 'appdata\local\', 'local_appdata'),
  ('u', 'appdata\roaming\microsoft\windows\start menu\programs\startup\', 'startup'),
  ('u', 'appdata\roaming\', 'roaming_appdata'), ('u', 'appdata\locallow\', 'local_low'),
  ('u', 'downloads\', 'downloads'), ('u', 'desktop\', 'desktop'),
  ('u', 'documents\', 'documents'), ('u', '', 'profile'),
  ('d', 'programdata\microsoft\windows\start menu\programs\startup\', 'startup'),
  ('d', 'programdata\', 'programdata'), ('d', 'users\public\', 'public'),
  ('d', 'windows\temp\', 'temp'), ('d', 'windows\tasks\', 'windows_tasks'),
  ('d', 'windows\system32\', 'system32'), ('d', 'windows\sysnative\', 'system32'),
  ('d', 'windows\syswow64\', 'syswow64'), ('d', 'windows\', 'windows'),
  ('d', 'program files\', 'program_files'), ('d', 'program files (x86)\', 'program_files'),
  ('d', '', 'drive'))"""
"""Places by the beginning of a path below the profile (``u``) or the drive (``d``)."""

_PLACED: Final = r"""SELECT DISTINCT *,
    (SELECT s.place FROM kakekomi_spot s WHERE s.scope = scoped.scope
       AND substr(tail, 1, length(s.prefix)) = s.prefix ORDER BY length(s.prefix) DESC LIMIT 1
    ) AS place,
    (SELECT length(substr(tail, length(s.prefix) + 1))
            - length(replace(substr(tail, length(s.prefix) + 1), '\', ''))
     FROM kakekomi_spot s WHERE s.scope = scoped.scope
       AND substr(tail, 1, length(s.prefix)) = s.prefix ORDER BY length(s.prefix) DESC LIMIT 1
    ) AS folder_depth
  FROM (SELECT DISTINCT *,
    CASE WHEN low LIKE '_:\users\%\%' AND low NOT LIKE '_:\users\public\%' THEN 'u'
         WHEN low LIKE '_:\%' THEN 'd' END AS scope,
    CASE WHEN low LIKE '_:\users\%\%' AND low NOT LIKE '_:\users\public\%'
         THEN substr(low, 10 + instr(substr(low, 10), '\')) ELSE substr(low, 4) END AS tail
    FROM (SELECT DISTINCT *, lower({path}) AS low FROM {source})) scoped LIMIT -1"""
"""Place and depth of the paths of what it selects from."""

_VARIABLES: Final = (
    (r"C:\Windows", ("SystemRoot", "SYSTEMROOT", "systemroot", "windir", "WINDIR", "WinDir")),
    (r"C:\ProgramData", ("ProgramData", "PROGRAMDATA", "programdata")),
    (r"C:\Users\%USERNAME%\AppData\Local\Temp", ("TEMP", "TMP", "temp", "tmp")),
    (r"C:\Users\%USERNAME%\AppData\Local", ("LOCALAPPDATA", "LocalAppData", "localappdata")),
    (r"C:\Users\%USERNAME%\AppData\Roaming", ("APPDATA", "AppData", "appdata")),
    (r"C:\Users\%USERNAME%", ("USERPROFILE", "UserProfile", "userprofile")),
)
"""What variables usually stand for, in their usual spellings. Whose profile it is stays open: a
rule asks only where in a profile a file lies."""


def _expanded(column: str) -> str:
    for folder, names in _VARIABLES:
        for name in names:
            column = f"replace({column}, '%{name}%', '{folder}')"
    return column


_COMMANDS: Final = (
    "kakekomi_command AS (SELECT DISTINCT origin, name, pid, "
    + _expanded("command")
    + r""" AS command FROM (
  SELECT 'startup_items' AS origin, name, trim(path || ' ' || coalesce(args, '')) AS command,
         NULL AS pid FROM startup_items
  UNION ALL SELECT 'services', name, path, NULL FROM services
  UNION ALL SELECT 'scheduled_tasks', name, action, NULL FROM scheduled_tasks
  UNION ALL SELECT 'wmi_cli_event_consumers', name, command_line_template, NULL
            FROM wmi_cli_event_consumers
  UNION ALL SELECT 'processes', name, cmdline, pid FROM processes) LIMIT -1)"""
)

_SPLIT: Final = r"""kakekomi_program AS (
  SELECT DISTINCT *,
    trim(ltrim(substr(command, 1 + length(program) + (command LIKE '"%')), '"')) AS rest
  FROM (SELECT DISTINCT *,
    CASE WHEN command LIKE '"%"%' THEN substr(command, 2, instr(substr(command, 2), '"') - 1)
         WHEN instr(lower(command), '.exe')
         THEN substr(command, 1, instr(lower(command), '.exe') + 3)
         WHEN instr(command, ' ') THEN substr(command, 1, instr(command, ' ') - 1)
         ELSE command END AS program FROM kakekomi_command) LIMIT -1)"""

_HOSTS: Final = r"""kakekomi_host AS (
  SELECT DISTINCT *, CASE WHEN instr(program, '\') = 0 OR lower(program) LIKE '_:\windows\%'
    THEN nullif(CASE WHEN stem IN ('rundll32', 'rundll32.exe') THEN 'rundll32'
         WHEN stem IN ('regsvr32', 'regsvr32.exe') THEN 'regsvr32'
         WHEN stem IN ('wscript', 'wscript.exe') THEN 'wscript'
         WHEN stem IN ('cscript', 'cscript.exe') THEN 'cscript' ELSE '' END, '') END AS host
  FROM (SELECT DISTINCT *, lower(BASENAME) AS stem FROM kakekomi_program) LIMIT -1)""".replace(
    "BASENAME", _BASENAME.format("program")
)

_TARGETS: Final = r"""kakekomi_target AS (
  SELECT DISTINCT *, CASE WHEN host IS NULL THEN program
       WHEN instr(named, '"') THEN substr(named, 1, instr(named, '"') - 1)
       WHEN host = 'rundll32' AND instr(named, ',') THEN substr(named, 1, instr(named, ',') - 1)
       WHEN host = 'rundll32' AND instr(named, ' ') THEN substr(named, 1, instr(named, ' ') - 1)
       WHEN instr(named, ' /') THEN substr(named, 1, instr(named, ' /') - 1)
       ELSE named END AS target,
    CASE WHEN host = 'rundll32' AND instr(rest, ',')
         THEN trim(substr(rest, instr(rest, ',') + 1)) END AS after_comma
  FROM (SELECT DISTINCT *,
        CASE WHEN instr(rest, ':\') THEN substr(rest, instr(rest, ':\') - 1) END AS named
        FROM kakekomi_host) LIMIT -1)"""

_LAUNCH: Final = (
    "kakekomi_launch AS (SELECT 'this PC' AS subject, origin, name, host, target, "
    f"{FUNCTIONS['dirname'].format('target')} AS directory, "
    f"{_BASENAME.format('target')} AS filename, "
    f"{FUNCTIONS['extension'].format('target')} AS extension, "
    "CASE WHEN instr(after_comma, ' ') THEN substr(after_comma, 1, instr(after_comma, ' ') - 1) "
    "ELSE after_comma END AS entry_point, command, pid, place, folder_depth FROM ("
    + _PLACED.format(path="target", source="kakekomi_target")
    + "))"
)

_FILES: Final = (
    r"C:\Users\%\AppData\Local\Temp\%",
    r"C:\Windows\Temp\%",
    r"C:\Users\%\AppData\Local\Temp\OneNote\%\Exported\%%",
)
"""Where rules look for files that are no programs."""

_FILE: Final = (
    "kakekomi_found AS ("
    + " UNION ".join(
        "SELECT path, directory, filename, size, mtime, btime, type "
        f"FROM file WHERE path LIKE '{glob}'"
        for glob in _FILES
    )
    + ")",
    "kakekomi_file AS (SELECT 'this PC' AS subject, path, rtrim(directory, '\\') AS directory, "
    "filename, size, mtime, btime, type, place FROM ("
    + _PLACED.format(path="path", source="kakekomi_found")
    + "))",
)

_EXPLORER: Final = r"\Software\Microsoft\Windows\CurrentVersion\Explorer"

_REGISTRY: Final = (
    "kakekomi_registry AS (SELECT 'this PC' AS subject, key, path, name, type, data, mtime "
    f"FROM registry WHERE key LIKE 'HKEY_USERS\\%{_EXPLORER}' UNION ALL "
    "SELECT 'this PC', key, path, name, type, data, mtime "
    f"FROM registry WHERE key LIKE 'HKEY_LOCAL_MACHINE{_EXPLORER}')"
)

_TRUST: Final = r"""kakekomi_office_trust AS (
  SELECT 'this PC' AS subject, name AS path, upper(data) LIKE '%FFFFFF7F' AS enabled_content,
         NULL AS at, substr(key, 12, instr(substr(key, 12), '\') - 1) AS username
  FROM registry WHERE key LIKE
    'HKEY_USERS\%\Software\Microsoft\Office\%\%\Security\Trusted Documents\TrustRecords')"""
"""``username`` is the SID and ``at`` unknown: osquery gives the record's bytes as hex."""

_SERVICES: Final = (
    "kakekomi_services AS (SELECT 'this PC' AS subject, name, display_name, status, start_type, "
    "service_type, path, module_path, description, user_account FROM services)"
)

VIEWS: Final[Mapping[str, tuple[str, ...]]] = {
    "launch": (_PLACES, _COMMANDS, _SPLIT, _HOSTS, _TARGETS, _LAUNCH),
    "file": (_PLACES, *_FILE),
    "registry": (_REGISTRY,),
    "office_trust": (_TRUST,),
    "services": (_SERVICES,),
}
"""By the name of our table: the named queries that make it, in order."""

COLUMNS: Final[Mapping[str, frozenset[str]]] = {
    "launch": frozenset(
        (
            *("subject", "origin", "name", "host", "target", "directory", "filename"),
            *("extension", "entry_point", "command", "pid", "place", "folder_depth"),
        )
    ),
    "file": frozenset(
        ("subject", "path", "directory", "filename", "size", "mtime", "btime", "type", "place")
    ),
    "registry": frozenset(("subject", "key", "path", "name", "type", "data", "mtime")),
    "office_trust": frozenset(("subject", "path", "enabled_content", "at", "username")),
    "services": frozenset(
        (
            *("subject", "name", "display_name", "status", "start_type", "service_type"),
            *("path", "module_path", "description", "user_account"),
        )
    ),
}
"""What each view gives; a rule that reads another column can't be exported."""
