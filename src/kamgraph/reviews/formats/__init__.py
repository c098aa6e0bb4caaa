"""The forms a review comes in: one file or folder a format."""
