"""The years of a workbook: which assessments it holds, and their scores side by side.

Years are read from the file one at a time, between what the person does, so that many do not hold up the window.
"""
