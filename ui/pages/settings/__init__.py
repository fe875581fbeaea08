"""What belongs to the person: their name, text size, colours; and where backups of this workbook are kept."""
