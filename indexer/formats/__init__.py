"""Readers of formats that are no plain text: each turns bytes into text in one notation."""
