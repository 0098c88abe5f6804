"""Citizens and organizations: erasable, and searchable without being readable."""
