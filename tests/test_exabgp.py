"""ExaBGP 5: its own message classes parse what a socket was read into, in the Waveform itself.

What ExaBGP does with bytes that it is given decides what can be had without a copy; each test here
is a row of the table in docs/interoperability.md.
"""

import socket
import struct

import bgp
import pytest
from exabgp.bgp.message import KeepAlive, Message, Notification, Open, Update
from exabgp.bgp.message.action import Action
from exabgp.bgp.message.direction import Direction
from exabgp.bgp.message.open.capability import Capability, Negotiated
from exabgp.bgp.message.refresh import RouteRefresh
from exabgp.bgp.message.update.attribute import Attribute, Attributes
from exabgp.bgp.message.update.eor import EOR
from exabgp.bgp.message.update.nlri import NLRI
from exabgp.logger import log
from exabgp.protocol.family import AFI, SAFI
from modelling import address

from swiftbuf import Exporter, Waveform

log.silence()  # or it wants the set-up that the daemon gives it
HELLO = bgp.open_message(asn=65551, hold_time=90, identifier="192.0.2.1")
ATTRIBUTES = [
    *(bgp.origin(0), bgp.as_path(65551, 64496), bgp.next_hop("192.0.2.1")),
    *(bgp.exit_discriminator(100), bgp.community(64496, 7)),
]
ROUTES = bgp.update(["198.18.0.0/15"], ATTRIBUTES, ["203.0.113.0/24", "198.51.100.7/32"])
PREFIXES = ["203.0.113.0/24", "198.51.100.7/32"]
SAID = "origin igp as-path ( 65551 64496 ) med 100 community 64496:7"


class Wire(Exporter):
    """Received bytes as ExaBGP takes them: hashable, for it uses some as keys of a dict.

    A memoryview is that if it is read-only and its object is hashable. A Waveform is not.
    """

    def __init__(self, memory):
        self._memory = memory

    def __buffer__(self, flags):
        return memoryview(self._memory).toreadonly()


def receive(link, memory):
    """Reads one message into `memory`: its type, its body, and the memory that is left."""
    fill(link, memory[:19])
    length, kind = struct.unpack_from("!HB", memory, 16)
    fill(link, memory[19:length])
    return kind, memoryview(Wire(memory[19:length])), memory[length:]


def fill(link, part):
    while part:
        part = part[link.recv_into(part) :]


def received(*messages):
    """The types and bodies of messages that came through a socket, all in one Waveform."""
    memory = Waveform(sum(map(len, messages)), "B")
    here, peer = socket.socketpair()
    with here, peer:
        peer.sendall(b"".join(messages))
        parts, rest = [], memory
        while rest:
            kind, body, rest = receive(here, rest)
            parts.append((kind, body))
    return memory, parts


def body_of(message):
    memory, [(_, body)] = received(message)
    return memory, body


def session():
    """What ExaBGP knows of a session after both sides have sent HELLO."""
    negotiated = Negotiated({"capability": {"aigp": False, "add-path": 0}})
    hello = Open.unpack_message(HELLO[19:])
    negotiated.sent(hello)
    negotiated.received(hello)
    return negotiated


def unpack(kind, body, negotiated=None):
    return Message.unpack(kind, body, Direction.IN, negotiated or session())


def lies_in(part, memory):
    start = address(memory)
    return start <= address(part) < start + memory.nbytes


def test_a_session_in_one_waveform_is_parsed_where_it_lies():
    messages = [HELLO, bgp.message(bgp.KEEPALIVE), bgp.update(attributes=ATTRIBUTES), bgp.update()]
    memory, parts = received(*messages)
    assert memory.tobytes() == b"".join(messages)
    assert all(lies_in(body, memory) for _, body in parts if len(body))
    negotiated = session()
    parsed = [unpack(kind, body, negotiated) for kind, body in parts]
    assert [type(message) for message in parsed] == [Open, KeepAlive, Update, EOR]


def test_open():
    _, body = body_of(HELLO)
    message = unpack(bgp.OPEN, body)
    assert (message.version, message.hold_time, str(message.router_id)) == (4, 90, "192.0.2.1")
    assert message.capabilities[Capability.CODE.FOUR_BYTES_ASN] == 65551
    assert message.capabilities[Capability.CODE.MULTIPROTOCOL] == [(AFI.ipv4, SAFI.unicast)]
    assert Capability.CODE.ROUTE_REFRESH in message.capabilities
    assert str(message) == str(unpack(bgp.OPEN, HELLO[19:]))


def test_keepalive():
    _, body = body_of(bgp.message(bgp.KEEPALIVE))
    assert isinstance(unpack(bgp.KEEPALIVE, body), KeepAlive)


def test_route_refresh():
    _, body = body_of(bgp.message(bgp.ROUTE_REFRESH, struct.pack("!HBB", 1, 0, 1)))
    message = unpack(bgp.ROUTE_REFRESH, body)
    assert isinstance(message, RouteRefresh)
    assert (message.afi, message.safi) == (AFI.ipv4, SAFI.unicast)


def test_notification():
    _, body = body_of(bgp.message(bgp.NOTIFICATION, bytes([2, 6])))
    message = unpack(bgp.NOTIFICATION, body)
    assert isinstance(message, Notification)
    assert (message.code, message.subcode) == (2, 6)


def test_the_text_of_a_notification_wants_bytes():
    _, body = body_of(bgp.message(bgp.NOTIFICATION, bytes([6, 2]) + b"\x03bye"))
    with pytest.raises(AttributeError, match="decode"):
        unpack(bgp.NOTIFICATION, body)
    assert b"bye" in unpack(bgp.NOTIFICATION, bytes(body)).data


def test_an_update_is_split_without_a_copy():
    memory, body = body_of(ROUTES)
    parts = Update.split(body)
    assert [len(part) for part in parts] == [3, len(b"".join(ATTRIBUTES)), 9]
    assert all(lies_in(part, memory) for part in parts)
    memory[-1] = 8
    assert parts[2][-1] == 8


def test_attributes_are_parsed_and_the_next_hop_is_kept_without_a_copy():
    memory, body = body_of(ROUTES)
    attributes = Attributes.unpack(Update.split(body)[1], Direction.IN, session())
    assert str(attributes).strip() == SAID
    assert lies_in(attributes[Attribute.CODE.NEXT_HOP].ton(), memory)


def test_prefixes_want_bytes_of_which_exabgp_makes_its_own():
    _, body = body_of(ROUTES)
    announced = Update.split(body)[2]
    with pytest.raises(TypeError, match="memoryview"):  # it adds bytes to what it was given
        NLRI.unpack_nlri(AFI.ipv4, SAFI.unicast, announced, Action.ANNOUNCE, False)
    rest, prefixes = bytes(announced), []
    while rest:
        nlri, rest = NLRI.unpack_nlri(AFI.ipv4, SAFI.unicast, rest, Action.ANNOUNCE, False)
        prefixes.append(str(nlri))
    assert prefixes == PREFIXES


def test_a_whole_update_with_prefixes_wants_bytes():
    _, body = body_of(ROUTES)
    message = unpack(bgp.UPDATE, bytes(body))
    assert [nlri.cidr.prefix() for nlri in message.nlris] == ["198.18.0.0/15", *PREFIXES]
    assert str(message.attributes).strip() == SAID


@pytest.mark.parametrize("wrap", [memoryview, lambda w: memoryview(w).toreadonly(), lambda w: w])
def test_without_the_exporter_exabgp_cannot_hash_what_it_reads(wrap):
    memory, _ = body_of(HELLO)
    with pytest.raises((TypeError, ValueError), match="hash"):
        unpack(bgp.OPEN, wrap(memory[19:]))


def test_a_session_keeps_the_attributes_that_it_parsed_last():
    memory, body = body_of(ROUTES)
    negotiated = session()
    Attributes.unpack(Update.split(body)[1], Direction.IN, negotiated)
    assert lies_in(negotiated.cached_wire, memory)
    # So memory that the next message is read into must not be the same, or this happens:
    wire = Update.split(body)[1]
    memory[:] = bytes(memory).replace(struct.pack("!I", 100), struct.pack("!I", 200))
    assert "med 100" in str(Attributes.unpack(wire, Direction.IN, negotiated))
    assert "med 200" in str(Attributes.unpack(wire, Direction.IN, session()))
