"""Reads the words on pictures with Tesseract, a program of the machine (Debian: tesseract-ocr, tesseract-ocr-vie).

What it is given is a picture that our own fenced process drew, never a file that somebody sent; it runs without our
environment, and within limits of memory and time that the shell sets.
"""

import subprocess
import tempfile
from functools import lru_cache
from pathlib import Path
from shutil import which

from motcua.files.ports import Words

LANGUAGE = "vie"
MEMORY_KB, CPU_SECONDS = 2_000_000, 120
WAITED = 600  # seconds by the clock: a busy machine gives a page of two seconds its turn much later
LIMITED = 'ulimit -v "$1" && ulimit -t "$2" && shift 2 && exec "$@"'
CLEAN = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": "/nonexistent", "OMP_THREAD_LIMIT": "1"}


class Tesseract:
    """The port `recogniser`, filled by the program of that name where the machine has it with its Vietnamese words."""

    def read(self, *, picture: bytes, dots: int) -> Words | None:
        """Return the words, or None without the program; a page that it cannot digest has no words."""
        if not is_here():
            return None
        with tempfile.TemporaryDirectory(prefix="motcua-words-") as folder:
            program = ["tesseract", "stdin", f"{folder}/out", "-l", LANGUAGE, "--dpi", str(dots)]
            line = ["/bin/sh", "-c", LIMITED, "sh", str(MEMORY_KB), str(CPU_SECONDS), *program]
            try:
                ended = subprocess.run(
                    [*line, "-c", "textonly_pdf=1", "pdf", "txt"],
                    input=picture,
                    capture_output=True,
                    timeout=WAITED,
                    env=CLEAN,
                    check=False,
                )
            except subprocess.TimeoutExpired:
                return Words("", b"")
            text, layer = Path(folder, "out.txt"), Path(folder, "out.pdf")
            if ended.returncode != 0 or not layer.exists() or not text.exists():
                return Words("", b"")
            return Words(text.read_text(errors="replace"), layer.read_bytes())


@lru_cache(maxsize=1)
def is_here() -> bool:
    """Tell whether the program and its Vietnamese words are on this machine."""
    if which("tesseract", path=CLEAN["PATH"]) is None:
        return False
    listed = subprocess.run(
        ["tesseract", "--list-langs"], capture_output=True, text=True, timeout=WAITED, env=CLEAN, check=False
    )
    return LANGUAGE in listed.stdout.split()
