"""The data that `ictbot demo` fills a desk with; README.md says what of it is real."""
