"""What is done about the keeping of promises."""
