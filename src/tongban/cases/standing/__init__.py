"""Standing benefits: once a year somebody looks whether the conditions still hold."""
