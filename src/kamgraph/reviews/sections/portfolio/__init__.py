"""The sections of a portfolio review: each in a file of its name."""
