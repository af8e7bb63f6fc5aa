"""Live values ⇄ bytes.

Responsible for taking a snapshot of a namespace and for putting one back, all or nothing.
The only room that knows pickle and dill. Refuses to know where the bytes go, and what an
operation or a position is.
"""
