"""Schema versions of the register, run by Alembic from `sijill.store.database.upgrade`."""
