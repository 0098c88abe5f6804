"""The directory in workbooks: templates to fill in, and filled ones read with every fault by row and column."""
