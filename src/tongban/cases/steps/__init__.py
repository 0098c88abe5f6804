"""What is done in the steps of a review, and what each leaves on record."""
