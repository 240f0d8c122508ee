"""Mail: messages with their places in the text of a file, so that only what changes is rewritten.

`entity` finds the parts of a message, `headers` and `prose` what they say; `message` makes items
of them; `eml` and `mbox` are the formats. Decoding is left to the standard library's `email`.
"""
