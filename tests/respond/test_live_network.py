import pytest

from kakekomi.facts.errors import ParseError
from kakekomi.respond.live_network import LiveNetwork
from kakekomi.respond.state import NetworkState
from respond.live_pc import DESK, make_pc


def test_the_firewall_that_was_off_is_off_again_after_undo() -> None:
    pc = make_pc()
    network = LiveNetwork(pc.controls().network, (DESK,))
    state = network.capture("PC")

    network.change(state)
    assert network.is_changed(state)
    network.restore(state)

    assert state == NetworkState(allowed=(DESK,), firewalls_off=("PublicProfile",))
    assert (pc.firewall_off, pc.block) == (("PublicProfile",), None)


@pytest.mark.parametrize("address", ["desk.example.jp", "any", "192.0.2.0/24", "1.1.1.1,any"])
def test_only_addresses_stay_reachable(address: str) -> None:
    with pytest.raises(ParseError):
        LiveNetwork(make_pc().controls().network, (address,))
