"""E-books (EPUB 2 and 3): chapters in reading order, written back into the same archive."""
