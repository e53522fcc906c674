"""The correction page: doubtful values first, every decision an event, corrections become gold.

The web packages are an extra and are imported in ``extractor.review.server`` only.
"""
