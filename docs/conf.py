"""Sphinx: how README.md, docs/ and examples/ become the documentation site (`make docs`).

The source folder is the repository's, so that links between pages are the same on the site as on a
code host. What the pages do not say themselves is put in by the modules of docs/_site.
"""

import sys
from pathlib import Path

import swiftbuf

sys.path.insert(0, str(Path(__file__).parent))

project = "swiftbuf"
author = "the swiftbuf authors"
copyright = author
release = version = swiftbuf.__version__
language = "en"

root_doc = "docs/index"
include_patterns = ["*.md", "docs/*.md", "examples/*/README.md"]
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx_copybutton", "_site.extension"]

# Anchors as code hosts make them; definition lists for the declarations of the Swift library.
myst_heading_anchors = 4
myst_enable_extensions = ["attrs_inline", "deflist"]
myst_html_meta = {
    "description": "Read a binary recording, change it in place, look at it with NumPy, and send it"
    " to a device, without copying it on the way: native memory for samples, for Python.",
}

# The single backquotes of help texts are code, and their quotes are what one types.
smartquotes_action = "D"
default_role = "code"
python_use_unqualified_type_names = True
add_module_names = False

html_theme = "furo"
html_title = f"swiftbuf {release}"
html_static_path = ["_site/static"]
html_css_files = ["site.css"]
html_favicon = "_site/static/favicon.svg"
# The button copies what one types, without prompts and without output.
copybutton_prompt_text = r">>> |\.\.\. |\$ "
copybutton_prompt_is_regexp = True
# The page at the root of the output, which leads to docs/index.html.
html_extra_path = ["_site/root"]
html_copy_source = False
html_show_copyright = False

# `make docs-links`, where there is a network: a page that is only slow is no broken link.
linkcheck_timeout = 20
linkcheck_retries = 2
