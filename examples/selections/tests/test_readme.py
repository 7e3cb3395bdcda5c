"""README.md keeps its word: the session runs, and prints what it shows."""

import doctest
import re
from pathlib import Path

README = Path(__file__).parents[1] / "README.md"


def test_the_session_runs():
    (session,) = re.findall(r"^```pycon\n(.*?)^```$", README.read_text(), re.MULTILINE | re.DOTALL)
    example = doctest.DocTestParser().get_doctest(session, {}, "README.md", "README.md", 0)
    report = []
    results = doctest.DocTestRunner().run(example, out=report.append)
    assert results.attempted == session.count(">>> ")
    assert results.failed == 0, "".join(report)
