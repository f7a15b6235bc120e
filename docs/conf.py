"""The documentation site: Markdown by MyST, the API from docstrings, in the theme of the scientific Python projects.

Pages also read from a folder, without a server: nothing is fetched from elsewhere, and formulas are MathML.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils.nodes import SkipNode
from docutils.utils.math import latex2mathml

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

project = "Detente"
author = "The Detente developers"
language = "en"
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "sphinx_design", "sphinx_copybutton"]
exclude_patterns = ["Thumbs.db"]
default_role = "py:obj"
suppress_warnings = ["ref.python"]  # a name exported by two packages has two entries; a link leads to the first

myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 4

napoleon_google_docstring = False
napoleon_use_rtype = False
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
add_module_names = False
toc_object_entries = False
copybutton_exclude = ".linenos, .gp, .go"

html_theme = "pydata_sphinx_theme"
html_title = "Detente"
html_math_renderer = "mathml"
html_show_sphinx = False
html_show_sourcelink = False
html_copy_source = False
html_theme_options = {
    "navbar_end": ["theme-switcher"],
    "secondary_sidebar_items": ["page-toc"],
    "footer_start": ["copyright"],
    "footer_end": [],
    "show_toc_level": 2,
    "back_to_top_button": False,
}
html_context = {"default_mode": "auto"}


def mathml(translator: HTML5Translator, node: nodes.math | nodes.math_block) -> None:
    """Write a formula as MathML, which browsers set without a script."""
    block = node.tagname == "math_block"
    translator.body.append(latex2mathml.tex2mathml(node.astext(), as_block=block))


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the renderer of formulas."""

    def inline(translator: HTML5Translator, node: nodes.math) -> None:
        mathml(translator, node)
        raise SkipNode

    def block(translator: HTML5Translator, node: nodes.math_block) -> None:
        mathml(translator, node)
        raise SkipNode

    app.add_html_math_renderer("mathml", (inline, None), (block, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
