"""`ictbot demo`: a desk with records, at a page or in a terminal. README.md says which of its data is real."""
