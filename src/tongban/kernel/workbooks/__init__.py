"""Workbooks (XLSX) and archives from strangers, read with suspicion; workbooks of text, written without formulas."""
