"""Fill the stores of people and organisations: as things are issued and verified, and once with all that was before."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from motcua.accounts.models import User
from motcua.accounts.queries import actor
from motcua.lib.actors import SYSTEM
from motcua.vault import actions as vault
from motcua.vault.models import Item
from motcua.vault.rules import ItemState

from .. import storing
from ..models import Digitisation, Paper, Result

BATCH = 2000


def keep_result(result: Result, *, by: User, now: datetime) -> Item | None:
    """Put a result that was handed over, or took the place of one, into its owner's store."""
    [facts] = storing.facts_of_results([result], now=now)
    return vault.keep(facts, by=actor(by), now=now)


def replace_result(old: Result, new: Result, *, because: str, by: User, now: datetime) -> None:
    """Put what was issued in a result's place into the store, and let the old one point at it."""
    there = keep_result(new, by=by, now=now)
    source = storing.source_of(old)
    vault.end(source=source, state=ItemState.REPLACED, because=because, by=actor(by), now=now, replaced_by=there)


def revoke_result(result: Result, *, because: str, by: User, now: datetime) -> None:
    """Say in the store that a result was revoked."""
    source = storing.source_of(result)
    vault.end(source=source, state=ItemState.REVOKED, because=because, by=actor(by), now=now)


def keep_paper(digitised: Digitisation, *, by: User, now: datetime) -> None:
    """Put a paper that was just digitised and signed into its owner's store, where it proves something."""
    for facts in storing.facts_of_papers([digitised]):
        vault.keep(facts, by=actor(by), now=now)


def withdraw_paper(paper: Paper, *, by: User, now: datetime) -> None:
    """Take a paper out of its owner's store: its scan was taken back or changed."""
    source, because = storing.source_of(paper), "Bản quét đã được cơ quan lấy lại để làm lại."
    vault.end(source=source, state=ItemState.WITHDRAWN, because=because, by=actor(by), now=now)


def fill_stores(*, now: datetime, say: Callable[[str], object] | None = None) -> int:
    """Put everything that was delivered or verified before there were stores into them; return how many items are new.

    In batches, each a transaction of its own: stopped, it goes on where it was; run again, it adds nothing.
    """
    return _fill_results(now, say) + _fill_papers(now, say)


def _fill_results(now: datetime, say: Callable[[str], object] | None) -> int:
    total, last = 0, 0
    while batch := list(storing.results_to_keep().filter(pk__gt=last).order_by("pk")[:BATCH]):
        last = batch[-1].pk
        with transaction.atomic():
            total += vault.keep_many(storing.facts_of_results(batch, now=now), by=SYSTEM, now=now)
            _link_replaced([result.pk for result in batch])
        if say is not None:
            say(f"results up to {last}: {total} new")
    return total


def _link_replaced(result_ids: list[int]) -> None:
    """Point the items of replaced results at what took their place, where both are there."""
    renewed = Result.objects.filter(pk__in=result_ids, decisions__new_result__isnull=False)
    pairs = {
        storing.source_of_result(old): storing.source_of_result(new)
        for old, new in renewed.values_list("pk", "decisions__new_result")
    }
    there = {item.source: item for item in Item.objects.filter(source__in=pairs.values())}
    olds = list(Item.objects.filter(source__in=pairs, replaced_by=None))
    for old in olds:
        old.replaced_by = there.get(pairs[old.source])
    Item.objects.bulk_update(olds, ["replaced_by"])


def _fill_papers(now: datetime, say: Callable[[str], object] | None) -> int:
    total, last = 0, 0
    while batch := list(storing.papers_to_keep().filter(pk__gt=last).order_by("pk")[:BATCH]):
        last = batch[-1].pk
        with transaction.atomic():
            total += vault.keep_many(storing.facts_of_papers(batch), by=SYSTEM, now=now)
        if say is not None:
            say(f"papers up to {last}: {total} new")
    return total
