"""Taking: a mark on a step, or on a matter at the counter, that keeps colleagues from doing the same work twice.

Work stays with the position.  The mark of somebody who is away today, or who serves no longer, does not hold: by the
date alone, with nothing written.
"""
