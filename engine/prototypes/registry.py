"""Which systems there are: every module of ``engine/prototypes/systems``, named after its one System."""

from __future__ import annotations

import importlib
import pkgutil
from functools import lru_cache
from typing import TYPE_CHECKING

from engine.errors import UserError
from engine.prototypes import systems
from engine.prototypes.types import SystemCard

if TYPE_CHECKING:
    from engine.prototypes.system import Prepared, System


def list_systems() -> tuple[SystemCard, ...]:
    """The card of every system, by name; imports neither torch nor scikit-learn."""
    return tuple(_system(name).card for name in _names())


def find_system(name: str) -> System[Prepared]:
    """The system of that name. Raises UserError that lists the names there are."""
    names = _names()
    if name not in names:
        raise UserError("prototype_unknown", name=name, known=", ".join(names))
    return _system(name)


def _names() -> tuple[str, ...]:
    return tuple(sorted(module.name for module in pkgutil.iter_modules(systems.__path__)))


@lru_cache
def _system(name: str) -> System[Prepared]:
    from engine.prototypes.system import System

    content = importlib.import_module(f"{systems.__name__}.{name}")
    for value in vars(content).values():
        if isinstance(value, type) and issubclass(value, System) and value.__module__ == content.__name__:
            made: System[Prepared] = value()
            return made
    raise TypeError(f"{content.__name__} holds no System")
