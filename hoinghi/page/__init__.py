"""HTML pages, read to the article's text."""
