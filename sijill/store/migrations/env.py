"""Alembic's entry point: runs the migrations on the engine that `sijill.store.database.upgrade` passes in."""

from alembic import context

from sijill.store.schema import METADATA


def run_migrations() -> None:
    """Run all pending migrations in one transaction."""
    engine = context.config.attributes["engine"]
    with engine.connect() as connection:
        context.configure(connection=connection, target_metadata=METADATA, transactional_ddl=True)
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


run_migrations()
