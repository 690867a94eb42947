"""Tables about one PC. Subject: the PC (host name, or the path of an offline root).

Where osquery has the table, name and columns are osquery's and mean the same (times there are
seconds since 1970, sizes bytes); columns that osquery lacks are ours and say so.
Source: osquery schema 5.x, https://osquery.io/schema/
"""

from datetime import datetime
from typing import Annotated, ClassVar

from kakekomi.facts.row import Row, doc


class SystemInfo(Row, frozen=True, kw_only=True):
    """Name and hardware."""

    TABLE: ClassVar[str] = "system_info"
    OSQUERY: ClassVar[bool] = True
    hostname: Annotated[str | None, doc("Network name")] = None
    computer_name: Annotated[str | None, doc("Name as the user sees it")] = None
    physical_memory: Annotated[int | None, doc("Bytes")] = None
    hardware_vendor: Annotated[str | None, doc("Maker")] = None
    hardware_model: Annotated[str | None, doc("Model")] = None


class OsVersion(Row, frozen=True, kw_only=True):
    """Operating system."""

    TABLE: ClassVar[str] = "os_version"
    OSQUERY: ClassVar[bool] = True
    name: Annotated[str | None, doc("Product name")] = None
    version: Annotated[str | None, doc("Version as displayed, such as 22H2")] = None
    build: Annotated[str | None, doc("Build number")] = None
    platform: Annotated[str, doc("windows, darwin, linux …")] = "windows"
    arch: Annotated[str | None, doc("x86, AMD64 or ARM64")] = None
    install_date: Annotated[int | None, doc("Seconds since 1970")] = None


class LogicalDrives(Row, frozen=True, kw_only=True):
    """A volume."""

    TABLE: ClassVar[str] = "logical_drives"
    OSQUERY: ClassVar[bool] = True
    device_id: Annotated[str, doc("Drive letter with colon")]
    serial_hex: Annotated[str | None, doc("Ours: volume serial, 8 hex digits, upper case")] = None
    file_system: Annotated[str | None, doc("NTFS …")] = None
    size: Annotated[int | None, doc("Bytes")] = None
    free_space: Annotated[int | None, doc("Bytes")] = None


class Users(Row, frozen=True, kw_only=True):
    """A user account with a profile."""

    TABLE: ClassVar[str] = "users"
    OSQUERY: ClassVar[bool] = True
    username: Annotated[str, doc("Account name")]
    uuid: Annotated[str | None, doc("SID")] = None
    directory: Annotated[str | None, doc("Profile folder")] = None
    hive_read: Annotated[bool, doc("Ours: its registry hive could be read")] = False
    checked_as: Annotated[bool, doc("Ours: the check ran as this user")] = False


class Processes(Row, frozen=True, kw_only=True):
    """A running process."""

    TABLE: ClassVar[str] = "processes"
    OSQUERY: ClassVar[bool] = True
    pid: Annotated[int, doc("Process id")]
    parent: Annotated[int | None, doc("Parent's process id")] = None
    name: Annotated[str, doc("File name of the program")] = ""
    path: Annotated[str | None, doc("Path of the program")] = None
    cmdline: Annotated[str | None, doc("Command line, verbatim")] = None
    on_disk: Annotated[bool | None, doc("The program's file exists; NULL not known")] = None
    start_time: Annotated[int | None, doc("Seconds since 1970")] = None


class Services(Row, frozen=True, kw_only=True):
    """A service or driver."""

    TABLE: ClassVar[str] = "services"
    OSQUERY: ClassVar[bool] = True
    name: Annotated[str, doc("Key name")]
    display_name: Annotated[str | None, doc("Name shown")] = None
    status: Annotated[str | None, doc("RUNNING, STOPPED …; NULL offline")] = None
    start_type: Annotated[str | None, doc("BOOT_START, AUTO_START, DEMAND_START, DISABLED …")] = (
        None
    )
    service_type: Annotated[str | None, doc("OWN_PROCESS, SHARE_PROCESS, KERNEL_DRIVER …")] = None
    path: Annotated[str | None, doc("ImagePath, verbatim")] = None
    module_path: Annotated[str | None, doc("ServiceDll, verbatim")] = None
    description: Annotated[str | None, doc("Description")] = None
    user_account: Annotated[str | None, doc("Account it runs as")] = None


class Registry(Row, frozen=True, kw_only=True):
    """A registry value that matters (autostart, policy); never the whole registry."""

    TABLE: ClassVar[str] = "registry"
    OSQUERY: ClassVar[bool] = True
    key: Annotated[str, doc("Key, with the hive's full name first (HKEY_USERS\\\\S-1-5-…\\\\…)")]
    path: Annotated[str, doc("Key and value name")]
    name: Annotated[str, doc("Value name; empty for the default value")]
    type: Annotated[str, doc("REG_SZ, REG_EXPAND_SZ, REG_DWORD, REG_BINARY …")] = "REG_SZ"
    data: Annotated[str | None, doc("Data as text; bytes as upper-case hex")] = None
    mtime: Annotated[int | None, doc("Last change of the key, seconds since 1970")] = None


class StartupItems(Row, frozen=True, kw_only=True):
    """A program that starts when somebody logs on: Run keys and start-up folders."""

    TABLE: ClassVar[str] = "startup_items"
    OSQUERY: ClassVar[bool] = True
    name: Annotated[str, doc("Value or file name")]
    path: Annotated[str | None, doc("What it starts, verbatim")] = None
    args: Annotated[str | None, doc("Arguments, where they are kept apart")] = None
    type: Annotated[str, doc("Startup Item")] = "Startup Item"
    source: Annotated[str, doc("Registry key or folder it comes from")] = ""
    status: Annotated[str | None, doc("enabled or disabled")] = "enabled"
    username: Annotated[str | None, doc("Account it starts for; NULL all")] = None


class ScheduledTasks(Row, frozen=True, kw_only=True):
    """A task of the Task Scheduler; one row for each of its actions."""

    TABLE: ClassVar[str] = "scheduled_tasks"
    OSQUERY: ClassVar[bool] = True
    name: Annotated[str, doc("Task name")]
    action: Annotated[str | None, doc("Command with arguments, verbatim")] = None
    path: Annotated[str, doc("Path of the task inside the scheduler")] = ""
    enabled: Annotated[bool, doc("Enabled")] = True
    hidden: Annotated[bool, doc("Hidden from the list")] = False
    author: Annotated[str | None, doc("Ours: author as registered")] = None
    run_as: Annotated[str | None, doc("Ours: account or group it runs as")] = None
    registered_at: Annotated[datetime | None, doc("Ours: time of registration")] = None


class File(Row, frozen=True, kw_only=True):
    """A file in one of the places that matter; never the whole disk."""

    TABLE: ClassVar[str] = "file"
    OSQUERY: ClassVar[bool] = True
    path: Annotated[str, doc("Windows path")]
    directory: Annotated[str, doc("Folder, without the last backslash")]
    filename: Annotated[str, doc("Name")]
    size: Annotated[int, doc("Bytes")] = 0
    mtime: Annotated[int | None, doc("Last change, seconds since 1970")] = None
    btime: Annotated[int | None, doc("Creation, seconds since 1970")] = None
    type: Annotated[str, doc("regular, directory or link")] = "regular"
    is_pe: Annotated[bool, doc("Ours: begins as a Windows program (MZ … PE)")] = False
    is_dll: Annotated[bool, doc("Ours: is a DLL by its PE header")] = False
    machine: Annotated[str | None, doc("Ours: i386, amd64 or arm64 by its PE header")] = None
    directory_mtime: Annotated[int | None, doc("Ours: last change of the folder")] = None
    place: Annotated[
        str | None, doc("Ours: local_appdata, programdata, profile, temp, system32 …")
    ] = None
    namesake: Annotated[
        bool | None, doc("Ours: outside Windows, but a program in System32 has its name's stem")
    ] = None
    directory_namesake: Annotated[
        bool | None, doc("Ours: the same for its folder; NULL if System32 could not be listed")
    ] = None


class Hash(Row, frozen=True, kw_only=True):
    """Hashes of a file."""

    TABLE: ClassVar[str] = "hash"
    OSQUERY: ClassVar[bool] = True
    path: Annotated[str, doc("Windows path")]
    sha256: Annotated[str, doc("Lower-case hex")]
    md5: Annotated[str | None, doc("Lower-case hex")] = None
    sha1: Annotated[str | None, doc("Lower-case hex")] = None


class Authenticode(Row, frozen=True, kw_only=True):
    """State of a file's signature."""

    TABLE: ClassVar[str] = "authenticode"
    OSQUERY: ClassVar[bool] = True
    path: Annotated[str, doc("Windows path")]
    result: Annotated[
        str, doc("trusted, untrusted, missing, distrusted, valid, or unverified offline")
    ]
    subject_name: Annotated[str | None, doc("Signer")] = None
    issuer_name: Annotated[str | None, doc("Issuer")] = None
    original_program_name: Annotated[str | None, doc("Name given by the signer")] = None


class WindowsSecurityProducts(Row, frozen=True, kw_only=True):
    """An antivirus, firewall or similar product known to Windows."""

    TABLE: ClassVar[str] = "windows_security_products"
    OSQUERY: ClassVar[bool] = True
    type: Annotated[str, doc("Antivirus, Firewall …")]
    name: Annotated[str, doc("Product")]
    state: Annotated[str | None, doc("On, Off, Snoozed, Expired")] = None
    signatures_up_to_date: Annotated[bool | None, doc("Definitions current; NULL not known")] = None
    signatures_updated_at: Annotated[datetime | None, doc("Ours: when they last changed")] = None


class Patches(Row, frozen=True, kw_only=True):
    """An installed update."""

    TABLE: ClassVar[str] = "patches"
    OSQUERY: ClassVar[bool] = True
    hotfix_id: Annotated[str, doc("KB number")]
    installed_on: Annotated[str | None, doc("Date as stated")] = None
    description: Annotated[str | None, doc("Kind of update")] = None


class SharedResources(Row, frozen=True, kw_only=True):
    """A shared folder or printer."""

    TABLE: ClassVar[str] = "shared_resources"
    OSQUERY: ClassVar[bool] = True
    name: Annotated[str, doc("Share name")]
    path: Annotated[str | None, doc("Folder")] = None
    description: Annotated[str | None, doc("Remark")] = None
    everyone: Annotated[str | None, doc("Ours: right of Everyone: none, read or change")] = None


class OfficeTrust(Row, frozen=True, kw_only=True):
    """Office remembers that a user trusted a document: proof of exposure, not of infection.

    The last four bytes of the record are ``FF FF FF 7F`` when content (macros) was enabled and
    ``01 00 00 00`` when only editing was. Known by practice, not by a specification.
    """

    TABLE: ClassVar[str] = "office_trust"
    path: Annotated[str, doc("The document, as Office wrote it")]
    enabled_content: Annotated[bool, doc("Content (macros) was enabled, not only editing")]
    at: Annotated[datetime | None, doc("Time in the record")] = None
    username: Annotated[str | None, doc("Whose hive")] = None
    application: Annotated[str | None, doc("Word, Excel, PowerPoint")] = None


class Launch(Row, frozen=True, kw_only=True):
    """What a command line really starts: the file behind rundll32, regsvr32 or a script host.

    Derived by the collector from every autostart entry and process, so that a rule can ask for
    the DLL. ``target`` is never the Windows program that only carries it.
    """

    TABLE: ClassVar[str] = "launch"
    origin: Annotated[
        str, doc("startup_items, services, scheduled_tasks, processes or wmi_cli_event_consumers")
    ]
    name: Annotated[str, doc("Name of the entry or process")]
    host: Annotated[
        str | None, doc("rundll32, regsvr32, wscript, cmd …; NULL if started directly")
    ] = None
    target: Annotated[str | None, doc("Path of the file it starts, variables expanded")] = None
    directory: Annotated[str | None, doc("Folder of target")] = None
    filename: Annotated[str | None, doc("Name of target")] = None
    extension: Annotated[str, doc("Extension of target in lower case")] = ""
    entry_point: Annotated[str | None, doc("Export named after the comma for rundll32")] = None
    command: Annotated[str, doc("The whole command line, verbatim")] = ""
    place: Annotated[str | None, doc("Place of target, as in the file table")] = None
    folder_depth: Annotated[int | None, doc("Folders between place and target")] = None
    username: Annotated[str | None, doc("Account it starts for; NULL all")] = None
    pid: Annotated[int | None, doc("Process id, if it runs")] = None
    is_pe: Annotated[bool | None, doc("Target is a Windows program; NULL not seen on disk")] = None
    namesake: Annotated[
        bool | None,
        doc("Target lies outside Windows, but a program in System32 has its name's stem"),
    ] = None
    directory_namesake: Annotated[
        bool | None,
        doc("The same for the name of its folder; NULL if System32 could not be listed"),
    ] = None


class Collection(Row, frozen=True, kw_only=True):
    """How the facts of this PC were collected: what "nothing found" is worth depends on it."""

    TABLE: ClassVar[str] = "collection"
    source: Annotated[str, doc("live, offline or report")]
    root: Annotated[str | None, doc("Folder of an offline disk, as given; NULL otherwise")] = None
    collected_at: Annotated[datetime | None, doc("When")] = None
    as_user: Annotated[str | None, doc("Account the check ran as")] = None
    is_admin: Annotated[bool | None, doc("With administrator rights; NULL does not apply")] = None
    program_version: Annotated[str | None, doc("Version of Kakekomi")] = None
