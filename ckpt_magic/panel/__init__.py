"""What the person sees, drawn from values.

Responsible for turning events and operations into text. Refuses to know where they come
from, and to change anything.
"""
