"""Projects that need nothing but pools and budgets, as one list of steps after the other.

Without calendars a list of steps says a plan (serial schedule generation), tens of thousands of
lists are tried in a second, and shifting all steps to the right and back to the left
shortens most plans. `ask` says which problems are of this kind; what makes one is its structure.
"""
