"""What a copy of this workbook would change here: the list, each difference in full, and what is decided about it."""
