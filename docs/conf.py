"""How Sphinx makes the pages: offline, from the code, with every picture drawn anew.

Build them with ``.venv/bin/sphinx-build -W --keep-going -b html docs out/docs``.
"""

import sys
from importlib import metadata
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "_extensions"))

project = "kamgraph"
author = "kamgraph contributors"
project_copyright = "kamgraph contributors. MIT licence"
release = version = metadata.version("kamgraph")

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.autosummary",
    "sphinx.ext.napoleon",
    "columns",
    "formulas",
    "layers",
    "offline",
    "pictures",
    "reviews",
    "texts",
]
exclude_patterns = ["_*"]

# Formulas become MathML when the pages are made, which browsers show and print without a script.
html_math_renderer = "mathml"
myst_enable_extensions = ["colon_fence", "deflist", "dollarmath"]
myst_heading_anchors = 3
suppress_warnings = ["config.cache"]

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_preserve_defaults = True
autosummary_generate = False  # every name stands on the page of its room
napoleon_google_docstring = False
napoleon_use_ivar = True
napoleon_use_rtype = False
python_use_unqualified_type_names = True
python_maximum_signature_line_length = 88
add_module_names = False

html_theme = "pydata_sphinx_theme"
html_title = "kamgraph"
html_static_path = ["_static"]
html_css_files = ["pages.css"]
html_js_files = ["copy.js"]
html_copy_source = False
html_show_sourcelink = False
html_extra_path = [
    "book.schema.json",
    "changes.schema.json",
    "../src/kamgraph/reviews/review.schema.json",
]
_ALONE = ("index", "zh", "first_review", "stages", "start", "pictures", "architecture", "decisions")
html_sidebars = dict.fromkeys(_ALONE, ())
html_context = {"default_mode": "auto"}
html_theme_options = {
    "logo": {"text": "kamgraph"},
    "header_links_before_dropdown": 6,
    "navbar_align": "content",
    "navbar_end": ["theme-switcher"],
    "navigation_with_keys": False,
    "show_toc_level": 2,
    "secondary_sidebar_items": {"**": ["page-toc"], "index": []},
    "footer_start": ["copyright"],
    "footer_end": [],
    "pygments_light_style": "a11y-high-contrast-light",
    "pygments_dark_style": "a11y-high-contrast-dark",
}
