"""What each rule of solver.rules says to CP-SAT, where a domain cannot say it."""
