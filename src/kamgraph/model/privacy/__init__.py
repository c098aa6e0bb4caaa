"""Privacy: people erased, tables without names."""
