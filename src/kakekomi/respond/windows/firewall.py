r"""Cut the network with Windows' own firewall, and see whether it is cut.

Block rules win over every allow rule, so two of them (in, out) cut everything that they name,
whatever else is allowed, by malware too. The desk stays reachable because the rules name all
addresses but its own. The rules are made with ``netsh``, which every Windows has; profiles whose
firewall is off are switched on.

Whether it is cut is asked twice, and neither asks netsh, whose success says nothing: the rules and
profiles as the firewall keeps them in the registry, and Windows itself, which refuses a connection
to an address that belongs to nobody (RFC 5737) with "access denied" if the firewall blocks it, and
with something else if it does not.

    …\SharedAccess\Parameters\FirewallPolicy\FirewallRules    one value a rule: v2.31|Action=Block|…
    …\FirewallPolicy\{Domain,Standard,Public}Profile          EnableFirewall

Source: https://learn.microsoft.com/windows-server/administration/windows-commands/netsh-advfirewall
and [MS-GPFAS] section 2.2.2
"""

import ipaddress
import os
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from kakekomi.facts.errors import UnavailableError
from kakekomi.respond.windows.registry import WindowsRegistry

RULE: Final = "Kakekomi isolation"
POLICY: Final = (
    "HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\SharedAccess\\Parameters"
    "\\FirewallPolicy"
)
PROFILES: Final = {
    "DomainProfile": "domainprofile",
    "StandardProfile": "privateprofile",
    "PublicProfile": "publicprofile",
}
"""Name in the registry: name for netsh."""
NETSH_LIMIT_S: Final = 60
"""netsh answers in a second; a firewall service that hangs does not."""
PROBE: Final = ("192.0.2.1", 9)
"""An address for documentation, which nobody has, and the port of "discard"."""
PROBE_LIMIT_S: Final = 3
"""The firewall refuses at once; without it nothing answers, and nothing is waited for."""
_BLOCKED: Final = frozenset((10013, 10050, 10051, 10065))
"""WSAEACCES; and network down or not reachable, where somebody has pulled the cable as well."""
_ALL_IPV6: Final = ("2000::/3", "fc00::/7", "fe80::/10", "ff00::/8")


class WindowsFirewall:
    """The network control."""

    def firewalls_off(self) -> tuple[str, ...]:
        """Profiles whose firewall is switched off."""
        return tuple(profile for profile in PROFILES if not _is_on(profile))

    def cut(self, allowed: tuple[str, ...]) -> None:
        """Switch on what is off, then block."""
        _netsh("set", "allprofiles", "state", "on")
        _remove_rules()
        for direction in ("out", "in"):
            _netsh(
                *("firewall", "add", "rule", f"name={RULE}", f"dir={direction}"),
                *("action=block", "enable=yes", "profile=any"),
                f"remoteip={','.join(everything_but(allowed))}",
            )

    def mend(self, firewalls_off: tuple[str, ...]) -> None:
        """Take the block away. Raises: UnavailableError if it is still there."""
        _remove_rules()
        if any(is_our_block(text) for text in _rules()):
            raise UnavailableError("the firewall still has the block; try as administrator")
        for profile in firewalls_off:
            _netsh("set", PROFILES[profile], "state", "off")

    def is_cut(self, allowed: tuple[str, ...]) -> bool:  # noqa: ARG002  the desk may be off
        """Rules, profiles, and a connection that Windows refuses."""
        directions = {direction_of(text) for text in _rules() if is_our_block(text)}
        return {"in", "out"} <= directions and not self.firewalls_off() and _is_refused()


def everything_but(allowed: tuple[str, ...]) -> tuple[str, ...]:
    """All addresses but these, as netsh takes them: ``any`` if there are none."""
    if not allowed:
        return ("any",)
    addresses = [ipaddress.ip_address(one) for one in allowed]
    fours = sorted(int(one) for one in addresses if isinstance(one, ipaddress.IPv4Address))
    sixes = [one for one in addresses if isinstance(one, ipaddress.IPv6Address)]
    return (*_gaps(fours), *(part for one in _ALL_IPV6 for part in _without(one, sixes)))


def _gaps(taken: list[int]) -> Iterator[str]:
    start, last = 0, 2**32 - 1
    for one in (*taken, last + 1):
        if start < one:
            yield f"{ipaddress.IPv4Address(start)}-{ipaddress.IPv4Address(one - 1)}"
        start = one + 1


def _without(network: str, taken: list[ipaddress.IPv6Address]) -> Iterator[str]:
    left = [ipaddress.IPv6Network(network)]
    for one in taken:
        single = ipaddress.IPv6Network(one)
        left = [
            part
            for piece in left
            for part in (piece.address_exclude(single) if one in piece else (piece,))
        ]
    yield from (str(one) for one in left)


def is_our_block(rule: str) -> bool:
    """Whether a rule as the registry has it is ours, is on, blocks, and blocks everything."""
    parts = rule.split("|")
    wanted = {f"Name={RULE}", "Action=Block", "Active=TRUE"}
    narrowed = ("Protocol=", "App=", "Svc=", "LPort", "RPort", "LA4", "LA6", "IF=")
    return wanted <= set(parts) and not any(part.startswith(narrowed) for part in parts)


def direction_of(rule: str) -> str:
    """``in`` or ``out``; empty if it says neither."""
    for part in rule.split("|"):
        if part.startswith("Dir="):
            return part.removeprefix("Dir=").lower()
    return ""


def _rules() -> list[str]:
    values = WindowsRegistry().values(f"{POLICY}\\FirewallRules")
    return [value.data.decode("utf-16-le", "replace").rstrip("\0") for value in values]


def _is_on(profile: str) -> bool:
    value = WindowsRegistry().read(f"{POLICY}\\{profile}", "EnableFirewall")
    return value is not None and value.data[:4] == b"\1\0\0\0"


def _is_refused() -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.settimeout(PROBE_LIMIT_S)
        try:
            probe.connect(PROBE)
        except OSError as error:
            return getattr(error, "winerror", None) in _BLOCKED
    return False


def _remove_rules() -> None:
    """Removing none gives an error status, which is as good."""
    _netsh("firewall", "delete", "rule", f"name={RULE}", may_fail=True)


def _netsh(*arguments: str, may_fail: bool = False) -> None:
    program = Path(os.environ.get("SYSTEMROOT", "C:\\Windows")) / "System32" / "netsh.exe"
    try:
        done = subprocess.run(  # noqa: S603  Windows' own program, by its full path
            [str(program), "advfirewall", *arguments],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=NETSH_LIMIT_S,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise UnavailableError("the firewall does not answer; pull the network cable") from error
    if done.returncode and not may_fail:
        raise UnavailableError("the firewall refused; try as administrator, or pull the cable")
