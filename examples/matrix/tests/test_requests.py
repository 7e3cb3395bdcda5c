"""Every combination of PyBUF flags, against memoryview, which is an exporter too.

The class in Cython's guide fills in all fields whatever is asked for, and grants requests that it
cannot meet (Fortran order). Both classes here do as memoryview does.
"""

import asking
import pytest


@pytest.mark.parametrize(("rows", "columns"), [(2, 3), (1, 3), (3, 1), (0, 3), (2, 0)])
def test_a_request_is_answered_as_by_memoryview(filled, rows, columns):
    made = filled(rows, columns)
    with memoryview(made) as oracle:
        differences = {
            hex(flags): (asking.answer(made, flags), asking.answer(oracle, flags))
            for flags in asking.ALL_FLAGS
            if asking.answer(made, flags) != asking.answer(oracle, flags)
        }
    assert differences == {}


def test_some_requests_are_granted_and_some_refused(filled):
    made = filled(2, 3)
    refused = {flags for flags in asking.ALL_FLAGS if asking.answer(made, flags) is BufferError}
    assert asking.FORMAT in refused
    assert asking.F_BIT | asking.STRIDES_BIT | asking.ND in refused
    assert asking.C_BIT | asking.STRIDES_BIT | asking.ND not in refused
    assert 0 not in refused


def test_a_refused_request_leaves_no_view_behind(filled):
    made = filled(2, 3)
    with pytest.raises(BufferError), asking.view_of(made, asking.FORMAT):
        pass
    made.add_row()
    assert memoryview(made).shape == (3, 3)


def test_views_without_elements_have_an_address(filled):
    with asking.view_of(filled(0, 3), 0) as view:
        assert view.buf is not None
        assert view.buf % 4 == 0
