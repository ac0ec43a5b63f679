"""Wires everything together: settings, addresses, the embedded database, start and upgrade.

Not for: rules or data of any kind. Nobody imports this package.
"""

import sys

# structlog and httpx load these wherever they find them, for colours at a terminal that no program of ours has: some
# seven megabytes in each. They are there because the language of conditions brings a command line of its own.
for _name in ("rich", "pygments"):
    sys.modules.setdefault(_name, None)  # type: ignore[arg-type]
