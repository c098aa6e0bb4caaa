"""Where curves run between boxes."""
