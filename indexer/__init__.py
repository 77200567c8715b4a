"""Files to documents, passages and an index directory on disk."""
