"""What somebody's spreadsheet means, while a person sets it right: a draft, what can be chosen in it, what it gives.

May import: what services may import; no other room of ``importing``. Not here: how a spreadsheet is read and what is
proposed for it (``exchange.foreign``), or how it is shown.
"""
