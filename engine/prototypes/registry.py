"""Which systems there are: every module of ``engine/prototypes/systems`` with its one System."""

from __future__ import annotations

import importlib
import pkgutil
from functools import lru_cache

from engine.errors import UserError
from engine.prototypes import systems
from engine.prototypes.system import System
from engine.prototypes.types import SystemCard


def list_systems() -> tuple[SystemCard, ...]:
    """The card of every system, by name; imports neither torch nor numpy."""
    return tuple(system.card for _, system in sorted(_systems().items()))


def find_system(name: str) -> System:
    """The system of that name. Raises UserError that lists the names there are."""
    found = _systems()
    if name not in found:
        raise UserError("prototype_unknown", name=name, known=", ".join(sorted(found)))
    return found[name]


@lru_cache(maxsize=1)
def _systems() -> dict[str, System]:
    found: dict[str, System] = {}
    for module in pkgutil.iter_modules(systems.__path__):
        content = importlib.import_module(f"{systems.__name__}.{module.name}")
        for value in vars(content).values():
            if isinstance(value, type) and issubclass(value, System) and value is not System:
                system = value()
                found[system.card.name] = system
    return found
