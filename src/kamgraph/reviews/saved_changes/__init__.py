"""What somebody has saved of a page: changes with a day and a name, and how a book takes them."""
