"""From a figure of a review back to what it comes of: its formula in words, and the rows."""
