"""What was compiled ahead is all there is to compile: nobody waits for it during a search."""

from numba.core import event

from solver.engine.fast.ahead import compile_ahead
from solver.engine.fast.improve import improve
from solver.engine.fast.kept import is_ready
from tests.solver.fast.whole_problems import whole_problem


def test_after_compiling_ahead_no_search_compiles_anything() -> None:
    compile_ahead()

    assert is_ready()
    with event.install_recorder("numba:compile") as compiled:
        for seed in range(40):
            problem = whole_problem(seed, 4)
            plan = improve(problem, iterations=10, seed=seed)
            improve(problem, iterations=10, start=plan)
    assert [data for _, data in compiled.buffer] == []
