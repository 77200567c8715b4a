"""Questions to ranked passages, evidence and citations; counterparts across languages."""
