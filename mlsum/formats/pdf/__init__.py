"""PDF: text with its order, its headings and its paragraphs, read from where letters stand.

`pages` and `letters` read what stands where (pypdfium2, the extra `documents`), `turned` sees it
upright, `furniture` leaves out what repeats on every page, `order` puts lines in reading order,
`paragraphs` puts them together; `reader` is the format.
"""
