"""Rows for the tables of mlsum; the columns and file names are those of `mlsum/data/`."""
