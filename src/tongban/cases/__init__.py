"""One matter from application to delivery: one record, one clock, one stream of events."""
