"""A live book over SQLite or PostgreSQL: changes in, graphs and scores out."""
