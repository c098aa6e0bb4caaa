"""The commands, a room for each kind of work: what they understand, and what they do."""
