"""Static pages, each whole in one file: a page a document, a page a body, and one that lists them."""

from extractor.export.pages.document_page import Neighbours, document_page
from extractor.export.pages.writer import PAGES, PagesWriter

__all__ = ["PAGES", "Neighbours", "PagesWriter", "document_page"]
