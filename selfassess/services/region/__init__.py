"""A region's view: a council's share written for it, the shares of many gathered into tables, and questions to those.

May import: exchange and what stands below it, workbook services. The tables are no workbook: nothing here writes one.
"""
