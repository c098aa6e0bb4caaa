"""The furniture that charts share."""
