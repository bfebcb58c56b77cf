"""`python -m solver.engine.fast`: compile the core and keep it, if that was not done yet."""

from solver.engine.fast.kept import is_ready

if __name__ == "__main__" and not is_ready():
    from solver.engine.fast.ahead import compile_ahead  # here: numba takes a second to import

    compile_ahead()
