"""办不成事: what fits no item and could not be done anywhere gets an owner, a date and an answer."""
