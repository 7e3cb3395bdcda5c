"""help(swiftbuf.Waveform) is a manual page: complete, and its example is real."""

import doctest
import inspect

import pytest

from swiftbuf import Waveform

DOCUMENTED = [name for name in vars(Waveform) if not name.startswith("__")]


def test_the_example_runs_and_prints_what_it_shows():
    example = doctest.DocTestParser().get_doctest(Waveform.__doc__, {}, "Waveform", None, 0)
    report = []
    results = doctest.DocTestRunner().run(example, out=report.append)
    assert results.attempted > 0
    assert results.failed == 0, "".join(report)


@pytest.mark.parametrize("name", DOCUMENTED)
def test_every_method_and_attribute_says_in_one_line_what_it_is(name):
    first, *rest = inspect.getdoc(getattr(Waveform, name)).splitlines()
    assert first[0].isupper()
    assert first.endswith(".")
    assert rest[:1] in ([], [""])


def test_no_two_have_the_same_text():
    texts = [inspect.getdoc(getattr(Waveform, name)) for name in DOCUMENTED]
    assert len(set(texts)) == len(texts)
