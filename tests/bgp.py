"""BGP messages, byte by byte from the RFCs, as a peer sends them."""

import struct

OPEN, UPDATE, NOTIFICATION, KEEPALIVE, ROUTE_REFRESH = 1, 2, 3, 4, 5


def message(kind, body=b""):
    """RFC 4271, 4.1: a marker of ones, the length of all, the type."""
    return b"\xff" * 16 + struct.pack("!HB", 19 + len(body), kind) + body


def open_message(asn, hold_time, identifier):
    """RFC 4271, 4.2, with the capabilities of RFC 4760 (1), RFC 2918 (2) and RFC 6793 (65)."""
    capabilities = [(1, struct.pack("!HBB", 1, 0, 1)), (2, b""), (65, struct.pack("!I", asn))]
    packed = b"".join(bytes([code, len(value)]) + value for code, value in capabilities)
    parameter = bytes([2, len(packed)]) + packed  # RFC 5492, 4
    as_trans = 23456  # what stands for an AS number of four bytes (RFC 6793, 4.1)
    head = struct.pack("!BHH4sB", 4, as_trans, hold_time, address(identifier), len(parameter))
    return message(OPEN, head + parameter)


def update(withdrawn=(), attributes=(), announced=()):
    """RFC 4271, 4.3."""
    packed = b"".join(attributes)
    gone = b"".join(map(prefix, withdrawn))
    body = struct.pack("!H", len(gone)) + gone + struct.pack("!H", len(packed)) + packed
    return message(UPDATE, body + b"".join(map(prefix, announced)))


def origin(value):
    return attribute(0x40, 1, bytes([value]))


def as_path(*numbers):
    """One AS_SEQUENCE (2) of numbers of four bytes (RFC 6793)."""
    return attribute(0x40, 2, struct.pack(f"!BB{len(numbers)}I", 2, len(numbers), *numbers))


def next_hop(text):
    return attribute(0x40, 3, address(text))


def exit_discriminator(value):
    return attribute(0x80, 4, struct.pack("!I", value))


def community(high, low):
    """RFC 1997."""
    return attribute(0xC0, 8, struct.pack("!HH", high, low))


def attribute(flags, code, value):
    return bytes([flags, code, len(value)]) + value


def prefix(text):
    network, length = text.split("/")
    return bytes([int(length)]) + address(network)[: (int(length) + 7) // 8]


def address(text):
    return bytes(map(int, text.split(".")))
