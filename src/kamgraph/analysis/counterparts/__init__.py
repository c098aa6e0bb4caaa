"""Which of us should face which of theirs: by an assignment, and what then stands in the way."""
