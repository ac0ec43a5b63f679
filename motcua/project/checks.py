"""What must fit together before anything starts: the ports that settings fill, and the steps that diagrams name."""

import inspect
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from motcua.approvals.ports import Kind, Rehearse
from motcua.audit.ports import Notary
from motcua.dossiers.ports import Population, Synchroniser
from motcua.dossiers.taking_away.lists import ListKind
from motcua.files.ports import MalwareScanner, Recogniser, Scanner
from motcua.notices.ports import EmailSender
from motcua.signing.ports import KeyHolder, RevocationSource, TimeWitness
from motcua.ui.ports import English
from motcua.workflow import queries, steps

PORTS: dict[str, type] = {
    "audit.notary": Notary,
    "email": EmailSender,
    "malware": MalwareScanner,
    "population": Population,
    "recogniser": Recogniser,
    "scanner": Scanner,
    "signing.keys": KeyHolder,
    "signing.revocation": RevocationSource,
    "signing.time": TimeWitness,
    "texts": English,
}
# Ports that are filled several times, by names of their own behind the dot: `approvals.package`.
FAMILIES: dict[str, type] = {
    "approvals": Kind,
    "rehearsals": Rehearse,
    "keys": KeyHolder,
    "lists": ListKind,
    "synchronisation": Synchroniser,
}


class Unwired(Exception):
    """Something is not connected; the text is a sentence for the person at the terminal."""


def require_wired() -> None:
    """Raise Unwired, naming all that is wrong, unless every port fits and every step named in a diagram exists."""
    problems = [*unfit_ports(), *unknown_steps()]
    if problems:
        raise Unwired("; ".join(problems))


def unfit_ports() -> list[str]:
    """Return what is wrong with the ports: unknown ones, and paths that lead nowhere or to another shape."""
    found = []
    for name, path in sorted(settings.PORTS.items()):
        port = PORTS.get(name) or FAMILIES.get(name.partition(".")[0])
        if port is None:
            found.append(f"settings.PORTS names {name!r}, which no app needs")
            continue
        try:
            filling = import_string(path)
        except ImportError as problem:
            found.append(f"the port {name!r} cannot be filled by {path}: {problem}")
            continue
        found += [f"{path} does not fit the port {name!r}: {what}" for what in _misfits(port, filling)]
    return found


def unknown_steps() -> list[str]:
    """Return a line for each automatic step that a published diagram names and no app registers."""
    return [
        f"a published process names the automatic step {name!r}, which no app registers"
        for name in sorted(queries.named_steps() - steps.names())
    ]


def _misfits(port: type, filling: Any) -> list[str]:
    wanted = {name: method for name, method in vars(port).items() if inspect.isfunction(method) and _is_public(name)}
    values = [name for name in inspect.get_annotations(port) if _is_public(name)]
    found = [f"it has no {name}" for name in values if not hasattr(filling, name)]
    for name, method in wanted.items():
        # A port of one function is filled by a function, any other by a class.
        given = filling if name == "__call__" else getattr(filling, name, None)
        if not callable(given):
            found.append(f"it has no {name}()")
        elif _takes(given) != _takes(method):
            found.append(f"{name}() takes {', '.join(_takes(given)) or 'nothing'}")
    return found


def _is_public(name: str) -> bool:
    return name == "__call__" or not name.startswith("_")


def _takes(function: Any) -> list[str]:
    return [name for name in inspect.signature(function).parameters if name != "self"]
