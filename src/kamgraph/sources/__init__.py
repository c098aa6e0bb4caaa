"""Into and out of a Book."""
