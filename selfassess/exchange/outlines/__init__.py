"""What Word, HTML and slides make of an outline alike: its order and texts, where each text was written, its charts.

May import: domain, packs (only to know where the fonts lie), Pillow. Does not belong here: anything that knows one
format; the PDF sets pages by itself and draws its charts on them.
"""
