"""What to make, in which order, and the manifest of it."""
