"""A book in a database: SQLite, embedded, or PostgreSQL; SQLAlchemy is loaded with the first."""

from kamgraph.sources.database.access import is_one_place, read_database, write_database

__all__ = ["is_one_place", "read_database", "write_database"]
