"""Floor 1: what every domain needs and no domain owns."""
