"""What may be read of the keeping of promises, each through `visible_to(actor)`."""
