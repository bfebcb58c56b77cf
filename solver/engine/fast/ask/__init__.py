"""Writes a problem into the tables of the fast engine."""
