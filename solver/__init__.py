"""Places runs on shared instruments: a frozen question in, a judged answer out.

Knows no web, no database and no clock.
"""
