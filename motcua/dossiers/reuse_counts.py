"""How many dossiers could have used what their owner's store held, and how many did: for index 766.

Source: Decision 766/QĐ-TTg of 2022, group "số hóa hồ sơ": a dossier counts as reusing where at least one of its papers
was. What could be reused counts by code and type alone: by its name it was only an offer.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from motcua import statements
from motcua.accounts import access
from motcua.accounts.models import User
from motcua.lib.dates import VN
from motcua.organisations.queries import agencies_under

VERB = "report.reuse"
COUNTS = """
    SELECT d.competent_agency_id, count(*), count(*) FILTER (WHERE u.did OR c.could), count(*) FILTER (WHERE u.did)
    FROM dossiers_dossier d
    JOIN procedures_procedureversion v ON v.id = d.version_id
    JOIN dossiers_party p ON p.dossier_id = d.id AND p.role = 'owner'
    CROSS JOIN LATERAL (SELECT EXISTS (
        SELECT FROM dossiers_digitisation g JOIN dossiers_paper w ON w.id = g.paper_id
        WHERE w.dossier_id = d.id AND g.source IN ('paper', 'result')) AS did) u
    CROSS JOIN LATERAL (SELECT EXISTS (
        SELECT FROM vault_item i CROSS JOIN jsonb_array_elements(v.papers) q
        WHERE (i.owner_number_id = p.identity_id OR i.owner_person_id = p.person_id)
          AND i.file_id IS NOT NULL AND i.purpose = '' AND i.kept_at <= d.submitted_at
          AND coalesce(i.ended_at, 'infinity'::timestamptz) > d.submitted_at
          AND coalesce(i.valid_until, 'infinity'::date) >= (d.submitted_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
          AND (i.territory = 'province' OR i.agency_id = d.competent_agency_id)
          AND (i.result_code <> ''
               AND i.result_code = ANY(regexp_split_to_array(coalesce(q ->> 'replaced_by_result', ''), '[\\s,;|]+'))
            OR i.paper_type <> '' AND i.paper_type = q ->> 'type')) AS could) c
    WHERE d.submitted_at >= %s AND d.submitted_at < %s
    GROUP BY d.competent_agency_id ORDER BY d.competent_agency_id
"""


@dataclass(frozen=True)
class ReuseCount:
    """The dossiers of one agency: all that were filed, those that could reuse something, those that did."""

    agency_id: int
    filed: int
    could: int
    did: int


def counts_for(by: User, *, since: date, until: date) -> list[ReuseCount]:
    """Return the counts of the agencies that somebody answers for, or of all; as `reuse_counts`."""
    reach = access.reach(by, VERB)
    agencies = set(reach.agencies) | agencies_under(reach.subtrees)
    found = reuse_counts(since=since, until=until)
    return [one for one in found if reach.everything or one.agency_id in agencies]


def reuse_counts(*, since: date, until: date) -> list[ReuseCount]:
    """Return the counts of each agency that decides, over the dossiers filed from a day to a day, both included."""
    begins = datetime.combine(since, time(), VN)
    ends = datetime.combine(until + timedelta(days=1), time(), VN)
    return [ReuseCount(*row) for row in statements.rows(COUNTS, [begins, ends])]
