"""Whether promises are kept: warnings, the deputy's desk, and the figures that the public may check."""
