"""One self-contained HTML page about one or several runs."""

from extractor.evaluation.page.build import write_page

__all__ = ["write_page"]
