"""The site in a real browser: it fits a desktop's and a phone's screen, and its search finds."""

import contextlib
import functools
import http.server
import shutil
import subprocess
import sys
import threading

import pytest
import readme
from browser import browser

pytestmark = pytest.mark.skipif(
    shutil.which("chromium") is None, reason="no Chromium: apt-get install chromium"
)
SCREENS = {"desktop": (1280, 900, False), "phone": (360, 780, True)}


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@contextlib.contextmanager
def served(folder):
    """The address of a folder, by HTTP."""
    handler = functools.partial(Quiet, directory=folder)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The folder of the site, built as `make docs` does."""
    output = tmp_path_factory.mktemp("site") / "docs"
    command = [sys.executable, "-m", "sphinx", "-c", "docs", "-b", "html", "--quiet", ".", output]
    subprocess.run(command, cwd=readme.ROOT, check=True)
    return output


@pytest.fixture(scope="module")
def address(site):
    with served(site) as found:
        yield found


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    with browser(tmp_path_factory.mktemp("chromium")) as opened:
        yield opened


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_is_wider_than_the_screen_and_no_script_fails(site, address, page, screen, scheme):
    width, height, is_phone = SCREENS[screen]
    page.screen(width, height, is_phone, scheme)
    # The page at the root only leads to another one.
    names = sorted(path.relative_to(site) for path in site.rglob("*/*.html"))
    assert len(names) > 20
    wide = {}
    for name in names:
        page.open(f"{address}/{name}")
        page.wait_for("document.readyState === 'complete'")
        found = page.value("document.documentElement.scrollWidth")
        if found > width:
            wide[str(name)] = found
    assert wide == {}
    assert page.problems == []


def test_search_finds_readinto(address, page):
    page.screen(*SCREENS["desktop"])
    page.open(f"{address}/search.html?q=readinto")
    page.wait_for("document.querySelectorAll('#search-results li').length > 3")


def test_all_pictures_are_there(site, address, page):
    page.screen(*SCREENS["desktop"])
    broken = "[...document.images].filter(i => !i.complete || !i.naturalWidth).map(i => i.src)"
    for name in ("index", "looking", "how-it-works", "waveform", "performance"):
        page.open(f"{address}/docs/{name}.html")
        assert page.value("document.images.length") > 0, name
        assert page.value(broken) == [], name


def test_code_has_a_button_that_copies_and_swift_has_colours(address, page):
    page.open(f"{address}/docs/index.html")
    assert page.wait_for("document.querySelectorAll('button.copybtn').length") > 1
    page.open(f"{address}/docs/reference-swift.html")
    assert page.value("document.querySelectorAll('dt code.highlight .k, dt code .kd').length") > 50
