"""Say whether the built static files are those that the sources gave.

`python -m motcua.ui.manifest --check` compares the committed manifest with the files;
`--write` renews it after `npm run build`.
"""

import hashlib
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
MANIFEST = HERE / "manifest.sha256"
SOURCES = ("theme/**/*", "js/**/*", "build.mjs", "package.json", "package-lock.json")
OUTPUTS = ("static/ui/**/*",)


def files() -> dict[str, str]:
    """Return the hash of every source and every output by its path within this app."""
    return {
        str(path.relative_to(HERE)): hashlib.sha256(path.read_bytes()).hexdigest()
        for pattern in SOURCES + OUTPUTS
        for path in sorted(HERE.glob(pattern))
        if path.is_file()
    }


def recorded() -> dict[str, str]:
    """Return what the committed manifest says."""
    lines = MANIFEST.read_text().splitlines() if MANIFEST.exists() else []
    return {path: digest for digest, _, path in (line.partition("  ") for line in lines)}


def differences() -> list[str]:
    """Return one line per file that is not as recorded; empty when all is well."""
    now, then = files(), recorded()
    return (
        [f"missing: {path}" for path in sorted(then.keys() - now.keys())]
        + [f"not recorded: {path}" for path in sorted(now.keys() - then.keys())]
        + [f"changed: {path}" for path in sorted(now.keys() & then.keys()) if now[path] != then[path]]
    )


def main(arguments: list[str]) -> int:
    if arguments == ["--write"]:
        MANIFEST.write_text("".join(f"{digest}  {path}\n" for path, digest in files().items()))
        return 0
    if arguments != ["--check"]:
        sys.stderr.write((__doc__ or "") + "\n")
        return 2
    found = differences()
    if found:
        sys.stderr.write(
            "\n".join(found)
            + "\nRun `npm ci && npm run build` in motcua/ui, then `python -m motcua.ui.manifest --write`.\n"
        )
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
