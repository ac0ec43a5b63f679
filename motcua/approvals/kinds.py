"""The kinds of proposals that are wired in."""

from django.conf import settings
from django.utils.module_loading import import_string

from motcua.approvals.ports import Kind

PREFIX = "approvals."


def kind_called(name: str) -> Kind:
    """Return what knows this kind of change. Raises LookupError where nothing is wired in under the name."""
    path = settings.PORTS.get(f"{PREFIX}{name}")
    if path is None:
        raise LookupError(f"no kind of proposal is called {name!r}")
    kind: Kind = import_string(path)()
    return kind


def kinds() -> dict[str, Kind]:
    """Return every kind by its name."""
    names = [name.removeprefix(PREFIX) for name in settings.PORTS if name.startswith(PREFIX)]
    return {name: kind_called(name) for name in sorted(names)}
