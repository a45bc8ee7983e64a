"""Typesetting: sheets of HTML become the pages of a PDF. WeasyPrint, pikepdf and fontTools live here, behind `workers`.

Who prints imports `model` and `workers`, and none of those libraries: they are loaded by the processes that need them.
"""
