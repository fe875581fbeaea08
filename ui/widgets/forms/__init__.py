"""Forms made from the record catalogue: an editor for each kind of field, forms, and lists of records.

Everything saves itself: after a pause in typing, when the focus leaves, and when asked to. What cannot be saved stays
in its editor, in words that say why. May import Qt, ``selfassess.domain`` and the theme; anything that knows one page
or one feature does not belong here.
"""
