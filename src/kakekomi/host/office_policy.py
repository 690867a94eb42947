r"""Settings of Office that decide whether macros run, as the organization or the user set them.

Below ``Software\Microsoft\Office\<version>\<application>\Security`` stand the user's choices, below
``Software\Policies\…`` the organization's, for a user or for all (HKLM). A setting that is missing
has its default: macros ask, and since 2022 those in files from the Internet do not run.

Source: https://learn.microsoft.com/deployoffice/security/internet-macros-blocked
"""

from collections.abc import Iterator
from typing import Final

from kakekomi.facts.pc_setting_tables import OfficePolicy
from kakekomi.host.pc import Account, Pc
from kakekomi.host.registry import RegistryHive, RegistryKey, below, descendant

SETTINGS: Final = frozenset(
    (
        *("vbawarnings", "blockcontentexecutionfrominternet", "accessvbom"),
        *("disableinternetfilesinpv", "disableattachmentsinpv", "disableunsafelocationsinpv"),
        *("xl4macrooff", "macroruntimescanscope"),
    )
)
_PARTS: Final = ("Security", "Security\\ProtectedView")


def collect(pc: Pc) -> Iterator[OfficePolicy]:
    """Settings for all users of the PC."""
    if pc.software:
        yield from _below(pc.software.key("Policies\\Microsoft\\Office"), None, is_enforced=True)


def collect_user(_pc: Pc, account: Account, hive: RegistryHive | None) -> Iterator[OfficePolicy]:
    """Settings of one user."""
    if hive:
        for path, is_enforced in (("Policies\\Microsoft", True), ("Microsoft", False)):
            office = hive.key(f"Software\\{path}\\Office")
            yield from _below(office, account.username, is_enforced=is_enforced)


def _below(
    office: RegistryKey | None, username: str | None, *, is_enforced: bool
) -> Iterator[OfficePolicy]:
    for version in below(office):
        if version.name[:1].isdigit():
            for application in below(version):
                yield from _of_application(version, application, username, is_enforced=is_enforced)


def _of_application(
    version: RegistryKey, application: RegistryKey, username: str | None, *, is_enforced: bool
) -> Iterator[OfficePolicy]:
    for part in _PARTS:
        key = descendant(application, part)
        for value in key.values if key else ():
            if value.name.casefold() in SETTINGS:
                yield OfficePolicy(
                    application=application.name,
                    version=version.name,
                    name=value.name.casefold(),
                    value=value.number,
                    is_enforced=is_enforced,
                    username=username,
                )
