"""The overview of a year: how far it is, where its scores point, what it rests on, and what needs somebody next.

``model`` works out what there is to say from an assessment; the other modules show it. Nothing is judged here: rating,
findings, coverage and progress are the domain's.
"""
