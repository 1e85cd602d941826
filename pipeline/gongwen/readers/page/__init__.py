"""What formats of printed pages (PDF, OFD) have in common: from glyphs and rulings to lines of print and tables in reading order.

A reader gives `glyphs.Glyphs` page after page to `reading.Reading`, which knows nothing of the file they come from.
"""
