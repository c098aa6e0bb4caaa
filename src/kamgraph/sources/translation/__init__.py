"""Tables of other systems, by a mapping, into the tables of a book."""
