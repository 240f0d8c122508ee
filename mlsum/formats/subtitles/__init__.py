"""Subtitles: cues joined into running text, and its translation cut back to the same cues.

`srt` and `webvtt` find the cues in a file; `runs` joins them; `fit` cuts and wraps.
"""
