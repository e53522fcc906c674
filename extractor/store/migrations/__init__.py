"""Alembic's folder: one file a version in ``versions``, found from a checkout and from a wheel."""
