"""Dutch for mlsum: tables, a phrase book as an engine, and a format of a news agency."""
