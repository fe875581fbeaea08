"""A region's files: what a council shares, and the tables it is gathered into, in DuckDB or PostgreSQL.

May import: domain, packs, files. The only room that knows these two databases; both are an optional part of the
product, read in when somebody asks for them. Which files are gathered, and who is told what, is a matter for services.
"""
