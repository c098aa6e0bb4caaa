"""A review as one page of HTML."""
