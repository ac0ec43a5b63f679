"""Keep a group of tests on one worker: all who share the running province, and those first, since they take longest.

xdist writes a test's group into its id, and pytest 9.2 keeps ids that nobody can write into: the groups fell apart
without a word, and the second worker waited for the first one's province until the end of the run. So a group is read
where it is declared: `xdist_group("...")` among a file's marks.
"""

import functools
import re
from pathlib import Path

from xdist.scheduler import LoadGroupScheduling

ROOT = Path(__file__).resolve().parents[1]


@functools.cache
def group_of(path: str) -> str:
    """Return the group that a file of tests (its path from the root) declares for all its tests; empty where none."""
    found = re.search(r'^pytestmark = .*\bxdist_group\("(\w+)"\)', (ROOT / path).read_text(encoding="utf-8"), re.M)
    return found[1] if found else ""


class Groups(LoadGroupScheduling):  # type: ignore[misc]
    """Hand out test by test, except that a group goes to one worker. xdist gives the largest out first."""

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid.partition("::")[0]) or nodeid
