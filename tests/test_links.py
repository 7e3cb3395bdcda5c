"""Every link of every page leads somewhere: to a file, to a heading, or to something like a site.

Whether another site has the page is asked by `make docs-links`, where there is a network.
"""

import re
from urllib.parse import urlsplit

import pytest
import readme

every_page = pytest.mark.parametrize("page", readme.PAGES, ids=str)
# Code spans may hold what looks like a link.
LINK = re.compile(r"\]\(([^)\s]+)\)")


def links(page):
    return LINK.findall(re.sub(r"`[^`\n]+`", "code", readme.prose(page)))


def anchors(page):
    """What a code host makes of the headings: small letters, digits, hyphens and underscores."""
    for heading in re.findall(r"^#+ (.+)$", readme.prose(page), re.MULTILINE):
        yield re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


def test_there_are_links_of_each_kind():
    found = [link for page in readme.PAGES for link in links(page)]
    assert any(link.startswith("https:") for link in found)
    assert any(link.startswith("#") for link in found)
    assert any(".md#" in link for link in found)


@every_page
def test_a_link_to_a_file_leads_to_one(page):
    for link in links(page):
        path = link.partition("#")[0]
        if path and not urlsplit(link).scheme:
            assert (readme.ROOT / page.parent / path).exists(), link


@every_page
def test_a_link_to_a_heading_leads_to_one(page):
    for link in links(page):
        path, _, anchor = link.partition("#")
        if anchor and not urlsplit(link).scheme:
            target = readme.ROOT / page.parent / path if path else readme.ROOT / page
            assert anchor in anchors(target.resolve().relative_to(readme.ROOT)), link


@every_page
def test_a_link_to_another_site_is_well_formed_and_encrypted(page):
    for link in links(page):
        parts = urlsplit(link)
        if parts.scheme:
            assert parts.scheme == "https", link
            assert re.fullmatch(r"[a-z0-9.-]+\.[a-z]+", parts.netloc), link


@every_page
def test_a_picture_says_what_it_shows(page):
    for text in re.findall(r"!\[([^\]]*)\]\(", readme.prose(page)):
        assert len(text) > 10
