"""The life cycle in any order: a model knows who stands on whom, and what everybody shows.

The model of the memory is NumPy arrays, which share theirs as the Waveforms do.
"""

import copy
import pickle
import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from modelling import dtype_of, waveform_of

from swiftbuf import Waveform

RAW = bytes(range(8))
FORMATS = ["B", "h", ">h"]
MOST_MEMBERS = 12


class Member:
    """A Waveform, what it is to show, and the member that it stands on."""

    def __init__(
        self, waveform, array, *, readonly=False, ground=None, holds=1, of=None, file=None
    ):
        self.waveform, self.array, self.readonly = waveform, array, readonly
        self.ground, self.holds = ground, holds  # so many exports of the ground
        self.of = of  # the root, of which this is a view
        self.file = file  # of a map
        self.released, self.views = False, []

    @property
    def root(self):
        """The member that its slices stand on: they are one level deep."""
        return self.of or self


class MappedFile:
    def __init__(self, path, mode):
        self.path, self.mode = path, mode
        path.write_bytes(RAW)


class LifeCycle(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.files = 0
        self.members = [Member(waveform_of(RAW), np.frombuffer(bytearray(RAW), "B"))]

    def teardown(self):
        self.folder.cleanup()

    def pick(self, data):
        return self.members[data.draw(st.integers(0, len(self.members) - 1))]

    def exports(self, member):
        standing = [other.holds for other in self.members if other.ground is member]
        return len(member.views) + sum(standing)

    def use(self, member, operation):
        """What `operation` gives of the member's Waveform; None where it has been released."""
        if member.released:
            with pytest.raises(ValueError, match="released"):
                operation(member.waveform)
            return None
        return operation(member.waveform)

    def add(self, waveform, array, **relations):
        if waveform is not None and len(self.members) < MOST_MEMBERS:
            self.members.append(Member(waveform, array, **relations))

    def add_view(self, member, waveform, array, readonly=None):
        readonly = member.readonly if readonly is None else readonly
        self.add(waveform, array, readonly=readonly, ground=member.root, of=member.root)

    # Memory of its own.

    @rule()
    def make(self):
        self.add(waveform_of(RAW), np.frombuffer(bytearray(RAW), "B"))

    @rule(mode=st.sampled_from(["r", "r+", "c"]), offset=st.integers(0, 3))
    def map(self, mode, offset):
        self.files += 1
        file = MappedFile(Path(self.folder.name, str(self.files)), mode)
        waveform = Waveform.mmap(file.path, mode=mode, offset=offset)
        array = np.frombuffer(bytearray(RAW[offset:]), "B")
        self.add(waveform, array, readonly=mode == "r", file=file)

    @rule(data=st.data(), duplicate=st.sampled_from([Waveform.copy, copy.copy, copy.deepcopy]))
    def copy(self, data, duplicate):
        member = self.pick(data)
        self.add(self.use(member, duplicate), member.array.copy())

    @rule(data=st.data(), protocol=st.integers(0, 5))
    def send_in_band(self, data, protocol):
        member = self.pick(data)
        sent = self.use(member, lambda waveform: pickle.dumps(waveform, protocol))
        if sent:
            self.add(pickle.loads(sent), member.array.copy(), readonly=member.readonly)

    # Views.

    @rule(data=st.data(), key=st.sampled_from([slice(1, None), slice(None, None, -2), ...]))
    def slice(self, data, key):
        member = self.pick(data)
        part = self.use(member, lambda waveform: waveform[key])
        self.add_view(member, part, member.array[key])

    @rule(data=st.data())
    def to_read_only(self, data):
        member = self.pick(data)
        self.add_view(member, self.use(member, Waveform.toreadonly), member.array, readonly=True)

    @rule(data=st.data(), format=st.sampled_from(FORMATS))
    def cast(self, data, format):
        member, dtype = self.pick(data), dtype_of(format)
        if member.released:
            self.use(member, lambda waveform: waveform.cast(format))
        elif member.array.nbytes % dtype.itemsize or not memoryview(member.waveform).contiguous:
            with pytest.raises(TypeError):
                member.waveform.cast(format)
        else:
            self.add_view(member, member.waveform.cast(format), member.array.view(dtype))

    @rule(data=st.data(), through=st.sampled_from([lambda w: w, memoryview]))
    def from_buffer(self, data, through):
        member = self.pick(data)
        waveform = self.use(member, lambda waveform: Waveform.from_buffer(through(waveform)))
        self.add(waveform, member.array, readonly=member.readonly, ground=member)

    @rule(data=st.data())
    def send_out_of_band(self, data):
        """What is sent without a copy is received as a view. File maps go by value, slices with a
        step as a copy.
        """
        member, buffers = self.pick(data), []
        sent = self.use(
            member,
            lambda waveform: pickle.dumps(waveform, protocol=5, buffer_callback=buffers.append),
        )
        if not sent:
            return
        shared = bool(buffers) and memoryview(member.waveform).contiguous
        assert member.waveform.exports == self.exports(member) + shared
        waveform = pickle.loads(sent, buffers=buffers)
        if shared:  # the PickleBuffer holds one export, and what it gave to the receiver another
            relations = {"ground": member, "holds": 2}
            self.add(waveform, member.array, readonly=member.readonly, **relations)
        else:
            self.add(waveform, member.array.copy(), readonly=member.readonly)

    @rule(data=st.data())
    def view(self, data):
        member = self.pick(data)
        view = self.use(member, memoryview)
        if view is not None:
            member.views.append(view)

    @rule(data=st.data())
    def end_a_view(self, data):
        member = self.pick(data)
        if member.views:
            member.views.pop().release()

    # Changes.

    @rule(data=st.data(), value=st.integers(0, 255))
    def write(self, data, value):
        self.change(self.pick(data), lambda thing: thing.__setitem__(..., value))

    @rule(data=st.data())
    def reverse(self, data):
        """What is assigned overlaps what it is assigned to."""

        def turned(thing):
            thing[...] = thing[::-1] if isinstance(thing, Waveform) else thing[::-1].copy()

        self.change(self.pick(data), turned)

    @rule(data=st.data())
    def byteswap(self, data):
        def swap(thing):
            thing.byteswap(*([True] if isinstance(thing, np.ndarray) else []))

        self.change(self.pick(data), swap)

    def change(self, member, change):
        if member.readonly and not member.released:
            with pytest.raises(TypeError, match="read-only"):
                change(member.waveform)
        else:
            self.use(member, change)
            if not member.released:
                change(member.array)

    @rule(data=st.data())
    def flush(self, data):
        member = self.pick(data)
        file = member.root.file
        if file is None and not member.released:
            with pytest.raises(ValueError, match="map"):
                member.waveform.flush()
        else:
            self.use(member, Waveform.flush)

    # The end.

    @rule(data=st.data(), end=st.sampled_from([Waveform.release, Waveform.__exit__]))
    def release(self, data, end):
        member = self.pick(data)
        if exports := self.exports(member):
            with pytest.raises(BufferError, match=rf"\b{exports}\b"):
                end(member.waveform)
        else:
            end(member.waveform)
            member.released, member.ground, member.of = True, None, None

    @precondition(lambda self: len(self.members) > 1)
    @rule(data=st.data())
    def forget(self, data):
        member = self.pick(data)
        if not self.exports(member):
            self.members.remove(member)

    @invariant()
    def every_member_is_as_the_model_says(self):
        for member in self.members:
            assert member.waveform.exports == self.exports(member)
            if member.released:
                with pytest.raises(ValueError, match="released"):
                    len(member.waveform)
                continue
            assert member.waveform.tolist() == member.array.tolist()
            assert member.waveform.readonly is member.readonly
            if member.of:
                assert member.waveform.obj is member.of.waveform

    @invariant()
    def every_file_holds_what_was_written_to_it(self):
        for member in self.members:
            if member.file and not member.released:
                shared = member.file.mode == "r+"
                held = member.file.path.read_bytes()[8 - member.array.size :]
                assert held == (member.array.tobytes() if shared else RAW[8 - member.array.size :])


TestLifeCycle = LifeCycle.TestCase
TestLifeCycle.settings = settings(max_examples=100, stateful_step_count=40)
