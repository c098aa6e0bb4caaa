"""One question per module, named as its function, with the record of its result."""
