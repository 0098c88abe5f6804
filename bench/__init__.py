"""`make bench`: the life cycle over HTTP beside the same writes in bare SQL and in a bare Django view, in one run."""
