"""Definitions ready to run, kept in memory by every process: definitions never change."""

from functools import lru_cache

from .engine import Spec
from .models import ProcessDefinition
from .rules import Outline


@lru_cache(maxsize=4096)
def machine(definition_id: int) -> tuple[Spec, Outline]:
    """Return the engine's and our own view of a definition; raises ProcessDefinition.DoesNotExist."""
    definition = ProcessDefinition.objects.only("spec", "outline").get(pk=definition_id)
    return Spec(definition.spec), Outline.from_json(definition.outline)
