"""What a plan on the assumed state changes: resource by resource, attribute by attribute, and what is at stake."""
