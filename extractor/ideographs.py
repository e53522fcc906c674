"""The Chinese characters, and the numerals among them, as the inside of a class of a regular expression."""

HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Ideographs of the basic block, extension A, compatibility, and the planes of all further extensions.

Names of places need them: 𠮷, 𫚉, 䓖. No rule in code writes these ranges itself; data files of
expressions hold them written out.
"""
ONE_TO_TEN = "一二三四五六七八九十"
"""How headings and items of lists are numbered, in this order."""
