"""Any order of slices, views and releases, against a model of who stands on whom."""

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from modelling import waveform_of

from swiftbuf import Waveform


class Member:
    def __init__(self, waveform, ground=None, of_slice=None):
        self.waveform, self.expected = waveform, waveform.tolist()
        self.ground, self.of_slice = ground, of_slice  # the member that it stands on
        self.released, self.views = False, []

    @property
    def root(self):
        """The member that its slices stand on: they are one level deep."""
        return self.of_slice or self


class Releases(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.members = [Member(waveform_of(bytes(range(8))))]

    def pick(self, data):
        return self.members[data.draw(st.integers(0, len(self.members) - 1))]

    def exports(self, member):
        standing = [other for other in self.members if other.ground is member]
        return len(member.views) + len(standing)

    def add(self, member, derive, **relations):
        if member.released:
            with pytest.raises(ValueError, match="released"):
                derive(member.waveform)
        else:
            self.members.append(Member(derive(member.waveform), **relations))

    @rule(data=st.data(), key=st.sampled_from([slice(1, None), slice(None, None, -2), ...]))
    def slice(self, data, key):
        member = self.pick(data)
        self.add(member, lambda waveform: waveform[key], ground=member.root, of_slice=member.root)

    @rule(data=st.data())
    def from_buffer(self, data):
        member = self.pick(data)
        self.add(member, Waveform.from_buffer, ground=member)

    @rule(data=st.data())
    def view(self, data):
        member = self.pick(data)
        if not member.released:
            member.views.append(memoryview(member.waveform))

    @rule(data=st.data())
    def end_a_view(self, data):
        member = self.pick(data)
        if member.views:
            member.views.pop().release()

    @rule(data=st.data())
    def release(self, data):
        member = self.pick(data)
        if exports := self.exports(member):
            with pytest.raises(BufferError, match=rf"\b{exports}\b"):
                member.waveform.release()
        else:
            member.waveform.release()
            member.released, member.ground, member.of_slice = True, None, None

    @rule(data=st.data())
    def forget(self, data):
        member = self.pick(data)
        if member is not self.members[0] and not self.exports(member):
            self.members.remove(member)

    @invariant()
    def every_member_is_as_the_model_says(self):
        for member in self.members:
            assert member.waveform.exports == self.exports(member)
            if member.released:
                with pytest.raises(ValueError, match="released"):
                    len(member.waveform)
            else:
                assert member.waveform.tolist() == member.expected


TestReleases = Releases.TestCase
TestReleases.settings = settings(max_examples=50, stateful_step_count=30)
