"""Questions to the search index, for pages and the API.

Apart from `queries`: a program that never searches (the worker) loads neither the index nor what computes with it.
"""

from motcua.procedures.search.finding import Filters, Found, find
from motcua.procedures.search.index import Entry, current_index


def search(
    question: str,
    filters: Filters | None = None,
    *,
    limit: int = 20,
    offset: int = 0,
    with_facets: bool = False,
    is_unfinished: bool = False,
) -> Found:
    """Return the procedures that a question means, the likeliest first; see `search.finding.find`."""
    return find(
        current_index(),
        question,
        filters,
        limit=limit,
        offset=offset,
        with_facets=with_facets,
        is_unfinished=is_unfinished,
    )


def entries(codes: list[str]) -> list[Entry]:
    """Return what lists show of these procedures, in this order; unknown codes are passed over."""
    index = current_index()
    return [index.entries[index.by_code[code]] for code in codes if code in index.by_code]
