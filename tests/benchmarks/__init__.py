"""Measurements: tables to read, no limits to pass."""
