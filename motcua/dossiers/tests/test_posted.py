"""A posted result is found by the number of the post, along an index however many went out."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.accounts.models import User
from motcua.dossiers.piles import deliveries


@pytest.mark.django_db
def test_the_post_number_is_looked_up_by_index(receptionist: User) -> None:
    with CaptureQueriesContext(connection) as asked:
        assert deliveries.posted_under("rr123456789vn", by=receptionist) is None
    by_number = [each["sql"] for each in asked.captured_queries if "post_number" in each["sql"]]
    plans = []
    with connection.cursor() as cursor:
        # The tables are empty here, and reading all of nothing is cheaper than any index.
        cursor.execute("SET LOCAL enable_seqscan = off")
        for sql in by_number:
            cursor.execute(f"EXPLAIN {sql}")
            plans.append("\n".join(row[0] for row in cursor.fetchall()))
    assert ["post_return_by_number" in plan or "delivery_by_post_number" in plan for plan in plans] == [True, True]
