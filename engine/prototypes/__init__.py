"""Small models of one system each: one trainer, one exporter, one evaluator."""

from engine.prototypes.registry import list_systems
from engine.prototypes.run_folder import scratch_beside

__all__ = ["list_systems", "scratch_beside"]
