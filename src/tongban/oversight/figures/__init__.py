"""Public figures: each case's facts committed to day by day, published month by month without anybody in them."""
