"""Frozen values and pure decisions that every other room shares.

Responsible for the words of the project (operation, checkpoint, manifest …) and for
decisions over plain data (when to save, what to keep). Refuses to know clocks, files,
processes and every library outside the standard one.
"""
