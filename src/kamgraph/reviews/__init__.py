"""The account review: words, tables and pictures put together."""
