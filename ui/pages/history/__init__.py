"""What was changed in the workbook: by whom, when, from what to what; read from the journal, latest first."""
