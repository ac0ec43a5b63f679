"""PAdES signatures with pyHanko: the only package that knows it. It runs behind the fence and never sees a private key.

Plain Python, no Django and no network: what comes in and goes out is bytes and JSON.
"""

from .checking import check, grown
from .lasting import gaps, stamp, strengthen
from .room import with_room
from .writing import finish, prepare

__all__ = ["check", "finish", "gaps", "grown", "prepare", "stamp", "strengthen", "with_room"]
