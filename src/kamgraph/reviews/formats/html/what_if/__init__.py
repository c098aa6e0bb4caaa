"""What if, in the page: what it works with, the algebra, and what people see of it."""
