"""The bar that says where a figure of a page comes from."""
