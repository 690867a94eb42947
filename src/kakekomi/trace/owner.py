"""Whose mailbox a file or folder of mails is.

People name an archive by its owner: the address that occurs in it and stands in the name of the
file, else of a folder that it lies in (the longest, so that ``aa@x`` is not taken for ``a@x``),
else the part before the ``@`` of one of ours alone. Without such a name it is whom the server
delivered to most, else who takes part in most of it.
"""

from collections.abc import Mapping, Sequence

from kakekomi.trace.archive import Archive


def owners_of(
    archive: Archive, units: Sequence[Sequence[str]], own_domains: Sequence[str]
) -> tuple[int, ...]:
    """By unit: the number of its owner, or -1 if there is nobody in it.

    ``units`` are names: the whole path, then its parts, the innermost first.
    """
    addresses = {number: address for address, number in archive.addresses.items()}
    return tuple(
        _owner(archive, unit, names[1:] or names, addresses, own_domains)
        for unit, names in enumerate(units)
    )


def _owner(
    archive: Archive,
    unit: int,
    names: Sequence[str],
    addresses: Mapping[int, str],
    own_domains: Sequence[str],
) -> int:
    occurring = archive.owner_counts[unit]
    for name in names:
        found = _named(name.lower(), occurring, addresses, own_domains)
        if found >= 0:
            return found
    for counts in (archive.delivered[unit], occurring):
        if counts:
            return max(counts, key=lambda one: (counts[one], -one))
    return -1


def _named(
    name: str,
    occurring: Mapping[int, int],
    addresses: Mapping[int, str],
    own_domains: Sequence[str],
) -> int:
    whole = [one for one in occurring if addresses[one] in name]
    if whole:
        return max(whole, key=lambda one: (len(addresses[one]), occurring[one], -one))
    stem = name.partition(".")[0] if "@" not in name else name
    local = [
        one
        for one in occurring
        if addresses[one].partition("@")[0] in {name, stem} and is_own(addresses[one], own_domains)
    ]
    return max(local, key=lambda one: (occurring[one], -one), default=-1)


def is_own(address: str, own_domains: Sequence[str]) -> bool:
    """Whether an address is of one of the domains, or below one."""
    domain = address.rpartition("@")[2]
    return any(domain == own or domain.endswith("." + own) for own in own_domains)
