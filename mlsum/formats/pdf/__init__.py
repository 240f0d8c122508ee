"""PDF: text with its order, its headings and its paragraphs, read from where letters stand.

`pages` reads the letters (pypdfium2, the extra `documents`), `order` puts the lines of a page in
reading order, `furniture` leaves out what repeats on every page, `paragraphs` puts lines together.
"""
