"""The help: what ``resources/help`` says, as a page and, without a workbook, as a dialog."""
