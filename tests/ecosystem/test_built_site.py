"""The documentation site, built as `make docs` does, and looked at as a browser does."""

import subprocess
import sys
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

import pytest
import readme

from swiftbuf import Waveform


class Page(HTMLParser):
    """What a page refers to, what can be referred to in it, and what it says."""

    def __init__(self, path):
        super().__init__()
        self.links, self.ids, self.images, self.language = [], set(), [], None
        self.text = path.read_text(encoding="utf-8")
        self.feed(self.text)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.ids.add(given.get("id"))
        self.links += [given[name] for name in ("href", "src") if given.get(name)]
        if tag == "img":
            self.images.append(given)
        if tag == "html":
            self.language = given.get("lang")


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    output = tmp_path_factory.mktemp("site") / "docs"
    command = [sys.executable, "-m", "sphinx", "-c", "docs", "-b", "html", "--fail-on-warning"]
    command += ["--keep-going", "--quiet", ".", output]
    done = subprocess.run(command, cwd=readme.ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return output


@pytest.fixture(scope="module")
def pages(site):
    return {path.resolve(): Page(path) for path in site.rglob("*.html")}


def test_every_page_is_there(site):
    for page in readme.PAGES:
        assert (site / page).with_suffix(".html").is_file()


def test_every_link_within_the_site_leads_somewhere(pages):
    followed = 0
    for path, page in pages.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or link == "#":
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            assert target.exists(), (path.name, link)
            if parts.fragment and target in pages:
                assert unquote(parts.fragment) in pages[target].ids, (path.name, link)
            followed += 1
    assert followed > 1000


def test_nothing_comes_from_another_site(pages):
    for path, page in pages.items():
        for tag in ("script src=", 'link rel="stylesheet" type="text/css" href='):
            assert f'<{tag}"http' not in page.text, path.name


def test_the_reference_has_each_name_with_its_help_text(pages, site):
    page = pages[(site / "docs/reference-python.html").resolve()]
    for name in (name for name in dir(Waveform) if not name.startswith("_")):
        assert f"swiftbuf.Waveform.{name}" in page.ids
        assert getattr(Waveform, name).__doc__.split("\n")[0].split("(")[0] in page.text
    assert {"swiftbuf.Exporter", "swiftbuf.build.SwiftExtension"} <= page.ids


def test_the_reference_of_swift_has_types_and_functions(pages, site):
    page = pages[(site / "docs/reference-swift.html").resolve()]
    assert {"memory", "storage", "failure", "object", "buffer"} <= page.ids
    for name in ("withMutableBuffer", "makeBufferType", "relocate", "oneArgument"):
        assert name in page.text
    assert "formSymmetricDifference" not in page.text


def test_pages_have_a_language_and_pictures_say_what_they_show(pages):
    for path, page in pages.items():
        assert page.language == "en", path.name
        assert all(image.get("alt") for image in page.images), path.name
