"""Parts of a book: the rows that an account's scopes can see, found in time of the account."""
