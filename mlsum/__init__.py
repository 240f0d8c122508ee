"""mlsum: detect, translate and summarize documents in which languages meet."""
