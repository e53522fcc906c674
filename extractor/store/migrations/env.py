"""What Alembic runs: the versions, on the connection that ``extractor.store.migrating`` hands over."""

from alembic import context

from extractor.store.certify_schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
