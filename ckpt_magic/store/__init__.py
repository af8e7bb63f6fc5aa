"""Bytes ⇄ disk: operations, checkpoints and chunks of one notebook.

Responsible for keeping what was acknowledged and for saying who runs what. Refuses to know
what the bytes mean: it never imports pickle, dill or the room that makes the bytes.
"""
