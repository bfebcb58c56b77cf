"""Which reader reads which family; where none is named, the one whose format the file keeps."""

import gzip
import json
import zlib
from collections.abc import Callable
from pathlib import Path

from solver.benchmark.readers import (
    flexible_jobs,
    flexible_jobs_workers,
    imopse,
    mplib,
    mspsp,
    network,
    patterson,
    progen_max,
    psplib_modes,
)
from solver.problem import Problem

Reader = Callable[[str], Problem]


def _kyoyo(text: str) -> Problem:
    """A problem in the product's own format."""
    return Problem.from_json(json.loads(text))


# By the family's name up to its first "_"; tried in this order where no family is named.
READERS: dict[str, Reader] = {
    "rcpsp": patterson.read,
    "mmrcpsp": psplib_modes.read,
    "rcmpsp": mplib.read,
    "fjsp": flexible_jobs.read,
    "fjspw": flexible_jobs_workers.read,
    "imopse": imopse.read,
    "mspsp": mspsp.read,
    "rcpspmax": progen_max.read,
    "network": network.read,
    "kyoyo": _kyoyo,
}


def group(family: str) -> str:
    """What families of one format have in common: the name up to the first "_"."""
    return family.partition("_")[0]


def read_instance(path: Path, family: str = "") -> Problem:
    """The instance in a file. Raises ValueError naming file, place and what was expected."""
    text = instance_text(path)
    if not family:
        return _looked_into(path, text)
    if group(family) not in READERS:
        known = ", ".join(READERS)
        raise ValueError(f"{path}: family {family!r} has no reader; name one of {known}")
    return _read(READERS[group(family)], path, text)


def instance_text(path: Path) -> str:
    """The text of a file, unpacked where it is packed.

    A letter that is no UTF-8 is replaced: only remarks have such letters.
    """
    packed = path.read_bytes()
    if path.suffix == ".gz":
        try:
            packed = gzip.decompress(packed)
        except (OSError, EOFError, zlib.error) as wrong:
            raise ValueError(f"{path}: cannot be unpacked ({wrong}); expected gzip") from wrong
    return packed.decode("utf-8", errors="replace")


def _read(reader: Reader, path: Path, text: str) -> Problem:
    try:
        return reader(text)
    except ValueError as wrong:
        raise ValueError(f"{path}: {wrong}") from wrong


def _looked_into(path: Path, text: str) -> Problem:
    """Every format ends where its last number stands, so that a file keeps to one of them."""
    for reader in READERS.values():
        try:
            return reader(text)
        except ValueError:  # not this format, then
            continue
    known = ", ".join(READERS)
    raise ValueError(f"{path}: keeps none of the formats; name the family, one of {known}")
