"""Office documents: archives of XML whose paragraphs are read as text and written back in place.

What no edit touches stays byte for byte what it was: see `archive`. Read with lxml (the extra
`documents`), which loads when a document is opened.
"""
