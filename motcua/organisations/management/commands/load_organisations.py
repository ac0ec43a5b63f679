"""Loads units and agencies."""

import json
from typing import Any

from django.core.management.base import BaseCommand

from motcua.organisations import actions, loading


class Command(BaseCommand):
    """Loads all provinces, wards and communes, and the demo province's agencies. Safe to run again."""

    help = (
        "Nạp danh mục đơn vị hành chính cả nước, đơn vị cũ của Lâm Đồng và các cơ quan của tỉnh minh họa. "
        "Loads all administrative units, the former units of Lâm Đồng and the demo province's agencies. "
        "Running it again changes nothing."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, and say what changed in one line of JSON."""
        units = actions.load_units(rows=loading.unit_rows())
        agencies = actions.load_agencies(rows=loading.agency_rows())
        self.stdout.write(json.dumps({"units": units, "agencies": agencies}))
