"""Strings of single parts of the page, in Chinese and English side by side."""
