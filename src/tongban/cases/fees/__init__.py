"""Fees of a case: what its edition charges, what was paid and given back, the ledger of a site."""
