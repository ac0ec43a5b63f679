"""Wires everything together: settings, addresses, the embedded database, start and upgrade.

Not for: rules or data of any kind. Nobody imports this package.
"""

import sys

# structlog loads `rich` wherever it finds it, and httpx with its own command line `pygments` as well, for colours at a
# terminal that no program of ours has: some seven megabytes in each. They are there because the language of conditions
# brings a command line of its own. `pygments` itself stays: tests begin programs that import pytest, which needs it.
for _name in ("rich", "httpx._main"):
    sys.modules.setdefault(_name, None)  # type: ignore[arg-type]
