"""Text: scripts, patterns, sentences, what must survive a model, checks of what it wrote."""
