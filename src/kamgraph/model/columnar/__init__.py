"""The columns of tables as a book holds them: small numbers, and every text once."""
