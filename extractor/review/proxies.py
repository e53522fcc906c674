"""Whose request it is when proxies stand before the page: only trusted ones are believed."""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from extractor.errors import UsageError

Network = IPv4Network | IPv6Network
Address = IPv4Address | IPv6Address


def trusted_networks(names: Iterable[str]) -> tuple[Network, ...]:
    """Networks of addresses as ``127.0.0.1`` or ``10.0.0.0/8``; UsageError for anything else."""
    found = []
    for name in names:
        try:
            found.append(ip_network(name.strip()))
        except ValueError as error:
            raise UsageError(f"--trusted-proxy {name}: an address or a network like 10.0.0.0/8") from error
    return tuple(found)


def client_of(peer: str, forwarded: Iterable[str], trusted: tuple[Network, ...]) -> str:
    """The address that the request comes from.

    ``forwarded``: the lines of X-Forwarded-For in order. Each proxy adds the address that it saw at the end,
    so the first address from the right that is no trusted proxy is the client; what stands left of it, the
    client may have written itself.
    """
    last = _address(peer)
    if last is None or not _is_trusted(last, trusted):
        return peer
    for entry in reversed([each for line in forwarded for each in line.split(",")]):
        found = _address(entry)
        if found is None:
            break
        last = found
        if not _is_trusted(found, trusted):
            break
    return str(last)


def _is_trusted(address: Address, trusted: tuple[Network, ...]) -> bool:
    return any(address in network for network in trusted if network.version == address.version)


def _address(text: str) -> Address | None:
    """An address that may have a port and brackets; IPv4 written as IPv6 is IPv4."""
    text = text.strip().strip('"')
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        found = ip_address(text)
    except ValueError:
        return None
    return (isinstance(found, IPv6Address) and found.ipv4_mapped) or found
