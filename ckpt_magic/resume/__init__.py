"""Rewrite a cell so that it can be left and come back to, and drive it from start to end.

Responsible for positions in code, for what a running cell is inside of, and for the order in
which a resume happens. Refuses to know IPython, and how values and bytes are kept.
"""
