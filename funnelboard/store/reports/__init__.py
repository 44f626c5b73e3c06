"""What reports are made of: rows that SQL has counted, and the deals behind each of them."""
