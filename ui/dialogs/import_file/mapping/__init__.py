"""What the tables of somebody's spreadsheet mean: sheets, headings, answers, the year, and what would be left out."""
