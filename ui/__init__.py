"""The command line and the pages; no retrieval here."""
