"""Templates, style and script of the audit's pages, as data."""
