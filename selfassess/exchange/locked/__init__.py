"""Files locked with a passphrase: zip files with AES-256 that every common program opens, and PDFs with their own.

May import domain errors and private files; pyzipper and pikepdf are imported where they are used. What a passphrase
should be, and when something is locked, is for services.
"""
