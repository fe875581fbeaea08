"""Other people's documents, read only: their fingerprint, where they are, what they are called, and the text in them.

May import: domain, the rest of ``exchange`` that reads, docx2python, pypdfium2. Does not belong here: the store, what
becomes of what was read, and any writing: nothing that is read here is kept, not even in a temporary file.

``fingerprint`` tells one content from another; ``places`` writes down where a file or page is, and finds it again;
``folders`` walks through what was dropped; ``titles`` guesses what a document is called; ``words`` reads its text.
"""
