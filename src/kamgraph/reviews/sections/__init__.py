"""The sections of a review: each in a file of its name."""
