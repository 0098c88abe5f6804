"""What is wrong with the catalogue, found before people find it: each finding by file and field, with its mend."""
