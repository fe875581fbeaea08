"""The PDF of the year in view as it will be, in a window beside the one that somebody writes in.

It is made, drawn, searched and printed on workers; what is drawn here are finished pictures. How a PDF is read belongs
in ``selfassess.services.exporting.preview``, what stands in it in the outline.
"""
