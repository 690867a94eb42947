import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakekomi.facts.errors import UnsupportedError
from kakekomi.respond.windows.firewall import (
    RULE,
    WindowsFirewall,
    direction_of,
    everything_but,
    is_our_block,
)

OURS = f"v2.31|Action=Block|Active=TRUE|Dir=Out|RA4=0.0.0.0-192.0.2.9|Name={RULE}|"


def is_named(address: str, ranges: tuple[str, ...]) -> bool:
    one = ipaddress.ip_address(address)
    for text in ranges:
        first, _, last = text.partition("-")
        if last:
            ends = ipaddress.ip_address(first), ipaddress.ip_address(last)
            if one.version == 4 and int(ends[0]) <= int(one) <= int(ends[1]):
                return True
        elif one in ipaddress.ip_network(text):
            return True
    return False


def test_without_a_desk_everything_is_blocked() -> None:
    assert everything_but(()) == ("any",)


def test_the_desk_is_the_only_gap() -> None:
    assert everything_but(("192.0.2.10",)) == (
        "0.0.0.0-192.0.2.9",
        "192.0.2.11-255.255.255.255",
        "2000::/3",
        "fc00::/7",
        "fe80::/10",
        "ff00::/8",
    )


@given(
    st.lists(st.ip_addresses(v=4), min_size=1, max_size=4),
    st.lists(st.ip_addresses(v=6, network="2000::/3"), max_size=2),
    st.ip_addresses(),
)
def test_an_address_is_blocked_exactly_if_it_is_not_allowed(
    fours: list[ipaddress.IPv4Address], sixes: list[ipaddress.IPv6Address], other: object
) -> None:
    allowed = tuple(map(str, [*fours, *sixes]))
    ranges = everything_but(allowed)

    assert not any(is_named(one, ranges) for one in allowed)
    is_usual = ipaddress.ip_address(str(other)).version == 4 or is_named(
        str(other), ("2000::/3", "fc00::/7", "fe80::/10", "ff00::/8")
    )
    if str(other) not in allowed and is_usual:
        assert is_named(str(other), ranges)


@pytest.mark.parametrize(
    "rule",
    [
        OURS.replace("Active=TRUE", "Active=FALSE"),
        OURS.replace("Action=Block", "Action=Allow"),
        OURS.replace(RULE, "Another"),
        OURS + "App=C:\\a.exe|",
        OURS + "Protocol=6|",
        OURS + "RPort=443|",
        "",
    ],
)
def test_a_rule_that_blocks_less_is_not_ours(rule: str) -> None:
    assert is_our_block(OURS)
    assert not is_our_block(rule)


def test_a_rule_says_its_direction() -> None:
    assert direction_of(OURS) == "out"
    assert direction_of(OURS.replace("Dir=Out", "Dir=In")) == "in"
    assert direction_of("v2.31|") == ""


def test_elsewhere_than_on_windows_there_is_no_such_firewall() -> None:
    with pytest.raises(UnsupportedError):
        WindowsFirewall().firewalls_off()
