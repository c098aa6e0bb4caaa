"""All accounts of a book side by side, and our people across them."""
