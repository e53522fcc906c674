"""How the documentation is built: ``make docs``; from Markdown, offline, every warning an error."""

from extractor import __version__

project = "extractor"
author = copyright = "The extractor authors"
release = version = __version__
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["_build"]
root_doc = "index"
language = "en"

html_theme = "furo"
html_title = f"extractor {__version__}"
html_show_copyright = html_show_sphinx = False
html_copy_source = False

myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 3

autodoc_member_order = "bysource"
autodoc_typehints = "description"
nitpicky = False
