"""One small instance of each format, written by hand, with the best plan worked out in the remark.

`INSTANCES` gives each by its group: the text and what the best plan is worth.
"""

import json
from typing import Any

# J2 and J3 need 4 of the 3 pieces of R1, so one follows the other; J4 is a milestone; 4 + 2 + 3.
PATTERSON = """
6 2
3 1

0 0 0 2 2 3
4 2 0 1 5
2 2 1 1
4
0 0 0 1 5
3 1 1 1 6
0 0 0 0
"""

# Both fast would take 5 of the 4 pieces of N1, so J2 takes its slow mode beside J3.
MODES = """
************************************************************************
jobs  (incl. supersource/sink ):	4
RESOURCES
- renewable                 : 1 R
- nonrenewable              : 1 N
- doubly constrained        : 0 D
************************************************************************
PRECEDENCE RELATIONS:
jobnr.    #modes  #successors   successors
1	1	2		2 3
2	2	1		4
3	1	1		4
4	1	0
************************************************************************
REQUESTS/DURATIONS
jobnr.	mode	dur	R1	N1
------------------------------------------------------------------------
1	1	0	0	0
2	1	2	1	3
	2	5	1	0
3	1	4	1	2
4	1	0	0	0
************************************************************************
 RESOURCE AVAILABILITIES
	R 1	N 1
	2	4
************************************************************************
"""

# Three slots of the first project, and two of the second from slot 3 on, on one piece of R1.
MPLIB = """
  2
  1
    1

   4    0
   1

   0   0   2 1:2 1:3
   2   1   1 1:4
   1   1   1 1:4
   0   0   0

   3    3
   1

   0   0   1 2:2
   2   1   1 2:3
   0   0   0
"""

# J1-1 on M1 while J2-1 is on M2, then J1-2: 3 + 4.
FLEXIBLE_JOBS = """2 2 1.5
2  2 1 3 2 2  1 2 4
1  1 2 3
"""

# W2 runs J1-1 on M1 in 4 while W1 runs J2-1 on M2 in 3.
FLEXIBLE_JOBS_WORKERS = """2 2 2
1 2 1 2 1 4 2 3.9999 2 1 2 5
1 1 2 1 1 3
"""

# T1 only R2 can do, T2 only R1; then T4. T5 is a milestone. 3 + 4.
IMOPSE = """==========================
File name: tiny.def
==========================
General characteristics:
Tasks: 4
==========================
ResourceID \t Salary \t Skills
1\t\t50.0\t Q1: 1\t Q0: 0
2\t\t20.5\t Q0: 2
==========================
TaskID \t Duration \t Skill \t Predecessor IDs
1\t\t3\t Q0: 1
2\t\t2\t Q1: 1
4\t\t4\t Q0: 0\t1\t2
5\t\t0\t Q0: 0\t4
==========================
"""

# T2 takes both people, so that T3 comes before or after: 3 + 2.
MSPSP = """% seed = 1
mint = 3;
nActs = 4;
dur = [0,3,2,0];

nSkills = 2;
sreq = [| 0,0,
\t| 1,1,
\t| 0,1,
\t| 0,0, |];

nResources = 2;
mastery = [| true,true,
\t| false,true, |];

nPrecs = 4;
pred = [1,1,2,3];
succ = [2,3,4,4];
"""

# 2 starts 4-6 after 1; 3 starts 1 after 1 at the least, and in slot 5 at the latest: 1, 3, 2.
PROGEN_MAX = """3\t1\t0\t0
0\t1\t2\t1\t2\t[0]\t[2]
1\t1\t2\t2\t3\t[4]\t[1]
2\t1\t2\t1\t4\t[-6]\t[2]
3\t1\t2\t4\t0\t[3]\t[-5]
4\t1\t0
0\t1\t0\t0
1\t1\t3\t1
2\t1\t2\t2
3\t1\t3\t2
4\t1\t0\t0
2
"""


def a_week() -> dict[str, Any]:
    """Two sites half an hour apart; ann serves at X; R0 goes from X to Y, R1 is guided at X."""
    return {
        "format": "network-week-1",
        "slot_minutes": 15,
        "slots": 96,
        "sites": [{"code": "X", "prefecture": "P"}, {"code": "Y", "prefecture": "P"}],
        "transport_slots": [[0, 2], [2, 0]],
        "instruments": [
            _an_instrument("I1", "X", "C1", [[36, 48], [52, 70]], cleaning_slots=1),
            _an_instrument("I2", "Y", "C2", [[0, 96]]),
        ],
        "technicians": [
            {"code": "ann", "site": "X", "skills": ["C1"], "working": [[40, 64]]},
        ],
        "requests": [
            {
                "code": "R0",
                "weight": 3,
                "release": 30,
                "due": 45,
                "steps": [
                    _a_step("C1", [("I1", 4)], "throughout", material=1),
                    _a_step("C2", [("I2", 5)], "none"),
                ],
                "min_gap": [1],
                "max_gap": [8],
            },
            {
                "code": "R1",
                "weight": 2,
                "release": 0,
                "due": 96,
                "steps": [_a_step("C1", [("I1", 6)], "start", guidance_slots=2)],
                "min_gap": [],
                "max_gap": [],
            },
        ],
    }


def _an_instrument(
    code: str, site: str, capability: str, hours: list[list[int]], cleaning_slots: int = 0
) -> dict[str, Any]:
    return {
        "code": code,
        "site": site,
        "capability": capability,
        "open": hours,
        "cleaning_slots": cleaning_slots,
    }


def _a_step(
    capability: str,
    choices: list[tuple[str, int]],
    staff: str,
    guidance_slots: int | None = None,
    material: int = 0,
) -> dict[str, Any]:
    return {
        "capability": capability,
        "alternatives": [{"instrument": code, "duration": slots} for code, slots in choices],
        "staff": staff,
        "guidance_slots": guidance_slots,
        "material": material,
    }


# R0 at 40 on I1 and from 46 to 51 on I2, 6 after due; R1 at any time: 3 x 1994 + 2 x 2000.
NETWORK = json.dumps(a_week())

INSTANCES: dict[str, tuple[str, int]] = {
    "rcpsp": (PATTERSON, 9),
    "mmrcpsp": (MODES, 5),
    "rcmpsp": (MPLIB, 5),
    "fjsp": (FLEXIBLE_JOBS, 7),
    "fjspw": (FLEXIBLE_JOBS_WORKERS, 4),
    "imopse": (IMOPSE, 7),
    "mspsp": (MSPSP, 5),
    "rcpspmax": (PROGEN_MAX, 8),
    "network": (NETWORK, 3 * 1994 + 2 * 2000),
}
