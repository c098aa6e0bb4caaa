"""The summary of a review: five sentences that somebody can act on."""
