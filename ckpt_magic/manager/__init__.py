"""Operations and checkpoints for any Python program.

Responsible for the plain API: start an operation, save its state, find what was interrupted,
resume. Refuses to know notebooks, cells and IPython, how values become bytes, and how bytes
are kept.
"""
