"""What files need from outside: whoever reads the words on a picture, a device that scans, a scanner for malware."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Words:
    """What was read on a page: its text, line by line, and a PDF of one page with nothing but that text in place."""

    text: str
    layer: bytes


class Recogniser(Protocol):
    """Reads printed words. Chosen by `settings.PORTS["recogniser"]`; without one, scans stay pictures."""

    def read(self, *, picture: bytes, dots: int) -> Words | None:
        """Return the words on a PNG of so many dots an inch, or None where this machine cannot read.

        Raises Unavailable where it cannot now. The picture is one that we drew ourselves.
        """
        ...


class Scanner(Protocol):
    """A device that scans what lies in it. Chosen by `settings.PORTS["scanner"]`; without one, files are sent."""

    def scan(self, *, place: str) -> bytes:
        """Return a PDF or picture of what lies in the device of a place (the code of its one-stop unit).

        Raises Unavailable where there is no device, it is off, or nothing lies in it.
        """
        ...


class MalwareScanner(Protocol):
    """Knows harmful files. Chosen by `settings.PORTS["malware"]`; without one, the inspection of uploads is all."""

    def find(self, *, content: bytes) -> str:
        """Return the name of what is found in a file; empty where nothing is. Raises Unavailable without an answer."""
        ...
