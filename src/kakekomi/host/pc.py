"""What the collectors of a PC share, running or not: the disk, its registry, its accounts.

Collectors are generators: each yields rows, gaps among them, and the commands it came across;
``collectors`` puts them together. Reading a hive or file never raises past this module: it yields
a gap that names the path. A user's hive is in memory only while that user is looked at.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from kakekomi.facts.errors import NotPermittedError, ParseError
from kakekomi.facts.gap import Gap, What, Why
from kakekomi.facts.row import Row
from kakekomi.host.command_line import Surroundings
from kakekomi.host.disk import Disk
from kakekomi.host.hive import MAX_HIVE_BYTES, Hive, log_is_newer, open_hive
from kakekomi.host.registry import RegistryHive

LOG_HEAD_BYTES = 1024
"""Header and start of the first entry of a transaction log."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A command line that Windows runs by itself, and where it was found."""

    origin: str
    """startup_items, services, scheduled_tasks, wmi_cli_event_consumers or processes."""
    name: str
    command: str
    """Verbatim."""
    username: str | None = None
    module: str | None = None
    """The DLL that a service host loads (``ServiceDll``), verbatim."""
    pid: int | None = None
    """Process id, if it runs."""
    program: str | None = None
    """Path of the running program, which a command line may hide."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A profile on the PC."""

    username: str
    sid: str | None
    directory: str
    """Profile folder, a Windows path."""
    is_person: bool = True
    """False for Windows' own service accounts."""

    @property
    def hive_name(self) -> str:
        """The hive as the registry shows it."""
        return f"HKEY_USERS\\{self.sid or self.username}"


UserHive = tuple[RegistryHive | None, tuple[Row, ...]]
"""A user's hive, None if it cannot be read, and gaps about it."""


@dataclass(slots=True, kw_only=True)
class Pc:
    """The PC whose disk this is; ``is_running`` if the check runs on it."""

    disk: Disk
    system: RegistryHive | None = None
    software: RegistryHive | None = None
    accounts: tuple[Account, ...] = ()
    is_running: bool = False
    loaded: Callable[[Account], RegistryHive | None] | None = None
    """The hive of an account that Windows has loaded; such a file cannot be opened."""
    service_states: Mapping[str, str] = field(default_factory=dict)
    """RUNNING, STOPPED … by the service's name in lower case."""
    surroundings: dict[str | None, Surroundings] = field(default_factory=dict)

    @property
    def windows(self) -> str:
        """The Windows folder."""
        return f"{self.disk.drive}\\Windows"

    @property
    def control_set(self) -> str:
        """The control set that Windows last started with."""
        if self.is_running:
            return "CurrentControlSet"
        number = self.system.key("Select") if self.system else None
        current = number.value("Current") if number else None
        return f"ControlSet{(current.number if current else None) or 1:03}"

    def around(self, username: str | None) -> Surroundings:
        """Variables and disk as that user's programs see them; None: the machine's."""
        if username not in self.surroundings:
            account = self.account(username)
            self.surroundings[username] = Surroundings(
                variables=self._variables(account),
                exists=self.disk.is_file,
                windows=self.windows,
            )
        return self.surroundings[username]

    def user_hive(self, account: Account) -> UserHive:
        """The account's part of the registry: as loaded by Windows, else from its file."""
        loaded = self.loaded(account) if self.loaded else None
        return (loaded, ()) if loaded else read_hive(self.disk, f"{account.directory}\\NTUSER.DAT")

    def account(self, name: str | None) -> Account | None:
        r"""The account of a name, ``DOMAIN\name`` or SID."""
        wanted = (name or "").casefold()
        plain = wanted.rpartition("\\")[2]
        return next(
            (
                account
                for account in self.accounts
                if account.username.casefold() == plain or account.sid == (name or "").upper()
            ),
            None,
        )

    def _variables(self, account: Account | None) -> dict[str, str]:
        drive = self.disk.drive
        variables = {
            "SYSTEMDRIVE": drive,
            "SYSTEMROOT": self.windows,
            "WINDIR": self.windows,
            "PROGRAMDATA": f"{drive}\\ProgramData",
            "ALLUSERSPROFILE": f"{drive}\\ProgramData",
            "PROGRAMFILES": f"{drive}\\Program Files",
            "PROGRAMW6432": f"{drive}\\Program Files",
            "PROGRAMFILES(X86)": f"{drive}\\Program Files (x86)",
            "COMMONPROGRAMFILES": f"{drive}\\Program Files\\Common Files",
            "COMMONPROGRAMFILES(X86)": f"{drive}\\Program Files (x86)\\Common Files",
            "PUBLIC": f"{drive}\\Users\\Public",
            "COMSPEC": f"{self.windows}\\System32\\cmd.exe",
        }
        if account is None:
            return variables
        profile = account.directory
        return variables | {
            "USERNAME": account.username,
            "USERPROFILE": profile,
            "HOMEDRIVE": profile[:2],
            "HOMEPATH": profile[2:],
            "APPDATA": f"{profile}\\AppData\\Roaming",
            "LOCALAPPDATA": f"{profile}\\AppData\\Local",
            "TEMP": f"{profile}\\AppData\\Local\\Temp",
            "TMP": f"{profile}\\AppData\\Local\\Temp",
        }


def read_hive(disk: Disk, path: str) -> tuple[Hive | None, tuple[Row, ...]]:
    """The hive at a path, and gaps about it; None if it is missing, refused or damaged."""
    entry = disk.find(path)
    if entry is None:
        why = Why.NOT_PERMITTED if disk.is_hidden(path) else Why.MISSING
        return None, (Gap(what=What.HIVE, why=why, detail=path),)
    status = disk.status(entry)
    if status and status.size > MAX_HIVE_BYTES:
        return None, (Gap(what=What.HIVE, why=Why.LIMIT, detail=path),)
    try:
        hive = open_hive(disk.head(entry, MAX_HIVE_BYTES), where=path)
    except NotPermittedError:
        return None, (Gap(what=What.HIVE, why=Why.NOT_PERMITTED, detail=path),)
    except ParseError:
        return None, (Gap(what=What.HIVE, why=Why.DAMAGED, detail=path),)
    return hive, tuple(_log_gaps(disk, path, hive))


def _log_gaps(disk: Disk, path: str, hive: Hive) -> Iterator[Gap]:
    """Changes that Windows keeps beside the hive are not in it; the hive may be that much old."""
    if hive.is_dirty:
        yield Gap(what=What.HIVE, why=Why.OUTDATED, detail=path)
    for ending in (".LOG1", ".LOG2"):
        entry = disk.find(path + ending)
        try:
            head = disk.head(entry, LOG_HEAD_BYTES) if entry else b""
        except (NotPermittedError, ParseError):
            yield Gap(what=What.HIVE, why=Why.UNREADABLE, detail=path + ending)
            continue
        if log_is_newer(head, hive):
            yield Gap(what=What.HIVE, why=Why.NOT_COLLECTED, detail=path + ending)


def damage_gaps(hive: RegistryHive | None) -> Iterator[Gap]:
    """Keys that could not be read whole, after everything else has read what it wanted."""
    if hive:
        for path in hive.damaged:
            yield Gap(what=What.REGISTRY_KEY, why=hive.DAMAGE, detail=f"{hive.where}: {path}")
