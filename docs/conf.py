"""How the documentation is built: ``make docs``; from Markdown, offline, every warning an error."""

import re
from typing import Any

from sphinx.search.en import SearchEnglish

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
html_search_language = "both"

myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 3

autodoc_member_order = "bysource"
autodoc_typehints = "description"
nitpicky = False


class SearchBoth(SearchEnglish):
    """English by words, Chinese by pairs of characters: 勾稽 is found inside of a sentence."""

    lang = "both"
    js_splitter_code = """
function splitQuery(query) {
  const found = query.split(/[^\\p{L}\\p{N}_]+/u).filter(Boolean);
  return found.flatMap((word) => {
    if (!/[\\u4e00-\\u9fff]/.test(word)) return [word];
    const pairs = [];
    for (const run of word.match(/[\\u4e00-\\u9fff]+/g))
      for (let at = 0; at < Math.max(1, run.length - 1); at++) pairs.push(run.slice(at, at + 2));
    return pairs.concat(word.match(/[^\\u4e00-\\u9fff]+/g) || []);
  });
}
"""

    def split(self, input: str) -> list[str]:
        """The words and pairs of a text."""
        pairs = [
            run[at : at + 2]
            for run in re.findall(r"[\u4e00-\u9fff]+", input)
            for at in range(max(1, len(run) - 1))
        ]
        return [*super().split(re.sub(r"[\u4e00-\u9fff]+", " ", input)), *pairs]

    def word_filter(self, word: str) -> bool:
        """Whether a word is kept: pairs of Chinese, too."""
        return bool(re.match(r"[\u4e00-\u9fff]", word)) or super().word_filter(word)


def setup(app: Any) -> None:
    """Called by Sphinx."""
    app.add_search_language(SearchBoth)
