"""Pages made of data: contexts of plain values, in a fixed order."""
