"""What pictures are drawn on: one protocol, and canvases that keep it."""
