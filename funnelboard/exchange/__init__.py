"""Codecs for text and files that come in and go out; pure functions."""
