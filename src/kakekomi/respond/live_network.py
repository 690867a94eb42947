"""The network of a running PC, cut and mended.

Cut means: Windows' firewall blocks everything in and out, on every adapter and in every profile,
but the addresses that are named (the desk's). It lasts over a restart, and nothing lifts it but
``undo``: an infected PC that goes back online by itself is worse than one that somebody has to walk
to. ``undo`` runs on the PC itself and needs no network.

That it is really cut is asked of Windows anew each time, never concluded from a command's success.
"""

import ipaddress
from collections.abc import Iterator

from kakekomi.facts.errors import ParseError
from kakekomi.respond.container import Exhibit
from kakekomi.respond.controls import NetworkControl
from kakekomi.respond.durable import Checkpoint, nothing
from kakekomi.respond.state import NetworkState, State
from kakekomi.respond.system import expect


class LiveNetwork:
    """The network of the PC that this runs on."""

    def __init__(
        self,
        control: NetworkControl,
        allowed: tuple[str, ...] = (),
        *,
        checkpoint: Checkpoint = nothing,
    ) -> None:
        """``allowed`` are addresses that stay reachable. Raises: ParseError if one is none."""
        self._control = control
        self._allowed = tuple(_address(one) for one in allowed)
        self._checkpoint = checkpoint

    def capture(self, target: str) -> NetworkState:  # noqa: ARG002  there is one PC
        """How the firewall is."""
        return NetworkState(allowed=self._allowed, firewalls_off=self._control.firewalls_off())

    def change(self, state: State) -> None:
        """Cut it."""
        one = expect(state, NetworkState)
        if not self._control.is_cut(one.allowed):
            self._control.cut(one.allowed)
            self._checkpoint("network cut")

    def before_restore(self, state: State) -> NetworkState:
        """The same: only our own rules are taken away."""
        return expect(state, NetworkState)

    def restore(self, state: State) -> None:
        """Mend it."""
        one = expect(state, NetworkState)
        self._control.mend(one.firewalls_off)
        self._checkpoint("network mended")

    def is_changed(self, state: State) -> bool:
        """Ask Windows."""
        return self._control.is_cut(expect(state, NetworkState).allowed)

    def exhibits(self, target: str) -> Iterator[Exhibit]:  # noqa: ARG002  as the others
        """Nothing to keep."""
        yield from ()


def _address(text: str) -> str:
    try:
        return str(ipaddress.ip_address(text))
    except ValueError as error:
        raise ParseError("no address such as 192.0.2.10", where=text) from error
