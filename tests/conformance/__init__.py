"""The conformance suite: cells killed at every point, resumed, and compared."""
