"""The fast engine: plans built step by step and improved by taking some out and putting them back.

Four rooms and a door: `ask` writes a problem into tables of whole numbers, `fit` says where a step
can start, `plan` keeps what is placed, `search` improves; `improve` is the door. All but `ask` and
the door is compiled where numba is installed. No OR-Tools.
"""
