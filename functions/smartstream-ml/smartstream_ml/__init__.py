"""A model over the trusted zone: trained or loaded, and what it predicts."""
