"""What must be true of the whole system at any moment, whatever was killed and whenever.

Each check is one SQL query that returns offenders; none of them looks at personal data.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection

from motcua.audit import queries as audit
from motcua.dossiers.rules.delivering import Delivering
from motcua.dossiers.rules.money import Money
from motcua.dossiers.rules.standing import conflicts
from motcua.dossiers.rules.states import State
from motcua.files.models import StoredFile
from motcua.files.queries import is_whole

# A bundle's process only waits for its parts: they are received, decided and have the results.
FOR_PARTS = """EXISTS (SELECT FROM workflow_task w
    WHERE w.instance_id = d.instance_id AND w.kind = 'wait' AND w.outcomes @> '["parts_done"]')"""
# Where a dossier's process must stand in each of its states (dossiers.rules.states): 1, 2 and 4 have a step somebody
# can do, 5 and 6 wait for the applicant, 3, 7 and 8 were ended before their end, 9 waits for delivery or is done.
_CHECKS = {
    "a dossier without its parts (answers, submitter, owner, filing event, process)": """
        SELECT d.code FROM dossiers_dossier d
        WHERE NOT EXISTS (SELECT FROM dossiers_answers a WHERE a.dossier_id = d.id AND a.number = 1)
           OR 2 <> (SELECT count(*) FROM dossiers_party p
                    WHERE p.dossier_id = d.id AND p.role IN ('submitter', 'owner'))
           OR (SELECT count(*) FROM dossiers_dossierevent e WHERE e.dossier_id = d.id AND e.kind = 'filed') <> 1
           OR d.instance_id IS NULL
    """,
    "an accepted filing without its dossier, or filed twice": """
        SELECT k.key FROM dossiers_filingkey k LEFT JOIN dossiers_dossier d ON d.id = k.dossier_id
        WHERE d.id IS NULL
        UNION ALL
        SELECT min(key) FROM dossiers_filingkey GROUP BY dossier_id HAVING count(*) > 1
    """,
    "a code number given out that is above its counter": """
        SELECT d.code FROM dossiers_dossier d
        LEFT JOIN dossiers_codecounter c ON c.agency_id = coalesce(d.reached[1], d.competent_agency_id)
              AND c.day = to_date(split_part(d.code, '-', 2), 'YYMMDD')
        WHERE c.last IS NULL OR split_part(d.code, '-', 3)::int > c.last
    """,
    "a process that does not stand where its dossier's state allows": """
        SELECT d.code FROM dossiers_dossier d JOIN workflow_instance i ON i.id = d.instance_id
        WHERE NOT CASE
            WHEN d.state IN (1, 2, 4) THEN i.status = 'running' OR (i.status = 'waiting' AND FOR_PARTS)
            WHEN d.state = 5 THEN i.status = 'waiting'
            WHEN d.state = 6 THEN i.status = 'waiting' OR EXISTS (
                SELECT FROM workflow_task t WHERE t.instance_id = i.id AND t.kind = 'wait' AND t.status = 'waiting')
            WHEN d.state IN (3, 7, 8) THEN i.status = 'cancelled'
            WHEN d.state = 9 THEN i.status IN ('running', 'finished')
            ELSE i.status = 'finished' END
    """,
    "a step done for somebody absent by whom nobody had named to act for them that day": """
        SELECT t.case_code FROM workflow_task t
        WHERE t.done_for_id IS NOT NULL AND NOT EXISTS (
            SELECT FROM accounts_substitute s JOIN accounts_absence a ON a.id = s.absence_id
            JOIN organisations_post p ON p.id = s.post_id
            WHERE a.user_id = t.done_for_id AND s.user_id = t.done_by_id AND p.role = t.role
              AND p.agency_id = t.agency_id AND s.valid @> (t.done_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date)
    """,
    "two who act for each other, or somebody who acts for themself": """
        SELECT a.user_id || ' ' || s.user_id FROM accounts_substitute s JOIN accounts_absence a ON a.id = s.absence_id
        WHERE a.called_off_at IS NULL AND (a.user_id = s.user_id OR EXISTS (
            SELECT FROM accounts_substitute o JOIN accounts_absence b ON b.id = o.absence_id
            WHERE b.called_off_at IS NULL AND b.user_id = s.user_id AND o.user_id = a.user_id
              AND o.valid && s.valid AND o.named_at < s.named_at))
    """,
    "a live process without a step to do": """
        SELECT i.business_key FROM workflow_instance i
        WHERE i.status IN ('running', 'waiting')
          AND NOT EXISTS (SELECT FROM workflow_task t WHERE t.instance_id = i.id AND t.status IN ('open', 'waiting'))
    """,
    "a step left open in a process that is over": """
        SELECT i.business_key FROM workflow_instance i JOIN workflow_task t ON t.instance_id = i.id
        WHERE i.status IN ('finished', 'cancelled') AND t.status IN ('open', 'waiting')
    """,
    "a registered dossier that stands at another step than reception": """
        SELECT d.code FROM dossiers_dossier d JOIN workflow_task t ON t.instance_id = d.instance_id
        WHERE d.state = 1 AND t.status IN ('open', 'waiting') AND t.kind <> 'receive' AND NOT FOR_PARTS
    """,
    "a process that belongs to no dossier": """
        SELECT i.business_key FROM workflow_instance i
        WHERE NOT EXISTS (SELECT FROM dossiers_dossier d WHERE d.instance_id = i.id)
    """,
    "a completed dossier without an issued result": """
        SELECT d.code FROM dossiers_dossier d
        WHERE (d.state = 10 OR d.state = 9 AND d.closed_at IS NULL) AND NOT EXISTS (
            SELECT FROM dossiers_result r WHERE r.dossier_id = d.id AND r.state IN ('issued', 'replaced', 'revoked'))
          AND NOT EXISTS (SELECT FROM dossiers_bundlepart p WHERE p.bundle_id = d.id)
    """,
    "a dossier finished without a result that does not say what was done, or has one all the same": """
        SELECT d.code FROM dossiers_dossier d
        WHERE d.state = 9 AND d.closed_at IS NOT NULL AND (
            NOT EXISTS (SELECT FROM dossiers_decision c WHERE c.dossier_id = d.id AND c.kind = 'finish')
            OR EXISTS (SELECT FROM dossiers_result r WHERE r.dossier_id = d.id AND r.state IN ('signed', 'issued')))
    """,
    "a result signed while a mandatory opinion was open without a basis": """
        SELECT d.code FROM dossiers_result r JOIN dossiers_dossier d ON d.id = r.dossier_id
        JOIN dossiers_opinion o ON o.dossier_id = d.id
        WHERE o.is_mandatory AND r.signed_at > o.asked_at
          AND least(o.answered_at, o.waived_at, 'infinity'::timestamptz) > r.signed_at
    """,
    "a number given to two results of one book": """
        SELECT r.number FROM dossiers_result r JOIN dossiers_dossier d ON d.id = r.dossier_id
        -- A book begins at 1 each year, and a package's number may not name the year.
        WHERE r.kind <> 'reference' AND r.number <> ''
        GROUP BY d.competent_agency_id, r.book, extract(year FROM r.dated_on), r.number HAVING count(*) > 1
    """,
    "a supplement request whose time runs though nobody was told": """
        SELECT d.code FROM dossiers_supplementrequest r JOIN dossiers_dossier d ON d.id = r.dossier_id
        JOIN dossiers_telling t ON t.request_id = r.id
        WHERE r.answer_due_at IS NOT NULL AND t.given_at IS NULL
    """,
    "an open supplement request that nobody is to be told of": """
        SELECT d.code FROM dossiers_supplementrequest r JOIN dossiers_dossier d ON d.id = r.dossier_id
        WHERE r.answered_at IS NULL AND r.expired_at IS NULL AND r.answer_due_at IS NULL AND d.state = 5
          AND NOT EXISTS (SELECT FROM dossiers_telling t
                          WHERE t.request_id = r.id AND t.given_at IS NULL AND t.dropped_at IS NULL)
    """,
    "a clock that stands still in a state that does not wait": """
        SELECT d.code FROM dossiers_dossier d
        WHERE d.paused_at IS NOT NULL AND d.state NOT IN (2, 4, 5, 6)
           OR (d.paused_at IS NOT NULL) <> EXISTS (
               SELECT FROM dossiers_clockstop s WHERE s.dossier_id = d.id AND s.ended_at IS NULL)
    """,
    "a promise that moved without an adjustment that says why": """
        SELECT d.code FROM dossiers_dossier d
        WHERE d.due_at IS DISTINCT FROM (SELECT a.after FROM dossiers_dueadjustment a
                                         WHERE a.dossier_id = d.id ORDER BY a.id DESC LIMIT 1)
        UNION ALL
        SELECT d.code FROM (
            SELECT dossier_id, before, after, lag(after) OVER course AS earlier, row_number() OVER course AS number
            FROM dossiers_dueadjustment WINDOW course AS (PARTITION BY dossier_id ORDER BY id)) a
        JOIN dossiers_dossier d ON d.id = a.dossier_id
        WHERE a.before IS DISTINCT FROM a.earlier OR a.number = 1 AND a.after IS DISTINCT FROM d.original_due_at
    """,
    "a held original whose chain of custody does not say where it is": """
        SELECT d.code FROM dossiers_paper p JOIN dossiers_dossier d ON d.id = p.dossier_id
        WHERE p.originals_were = 'held'
          AND NOT EXISTS (SELECT FROM dossiers_custody c WHERE c.paper_id = p.id AND c.is_last)
    """,
    "a chain of custody with a missing link": """
        SELECT d.code FROM dossiers_custody c JOIN dossiers_paper p ON p.id = c.paper_id
        JOIN dossiers_dossier d ON d.id = p.dossier_id
        GROUP BY d.code, c.paper_id
        HAVING max(c.number) <> count(*) OR max(c.number) <> coalesce(max(c.number) FILTER (WHERE c.is_last), 0)
    """,
    "a hand-over list signed for with an item that nobody answered, or open with none left": """
        SELECT h.public_id::text FROM dossiers_handover h JOIN dossiers_handedover r ON r.hand_over_id = h.id
        GROUP BY h.id
        HAVING (h.taken_at IS NULL AND bool_and(r.settled_at IS NOT NULL))
            OR (h.taken_at IS NOT NULL AND bool_or(r.settled_at IS NULL) AND bool_or(r.settled_at IS NOT NULL))
    """,
    "an item of a list sent back that is not struck off, or answered by nobody": """
        SELECT d.code FROM dossiers_handedover r JOIN dossiers_dossier d ON d.id = r.dossier_id
        WHERE (r.refused_because <> '' AND NOT r.did_not_come) OR (r.settled_at IS NULL) <> (r.settled_by_id IS NULL)
    """,
    "a dossier that the competent agency took from a list without its limit beginning there": """
        SELECT d.code FROM dossiers_handedover r JOIN dossiers_handover h ON h.id = r.hand_over_id
        JOIN dossiers_dossier d ON d.id = r.dossier_id JOIN organisations_agency a ON a.id = d.competent_agency_id
        WHERE NOT h.is_back AND r.settled_at IS NOT NULL AND NOT r.did_not_come
          AND h.receiver_id = d.competent_agency_id AND d.reached IS NULL
          AND d.received_at_id NOT IN (a.id, a.one_stop_id) AND d.competent_received_at IS NULL
          AND d.state IN (2, 4, 5, 6) AND NOT EXISTS (
              SELECT FROM dossiers_dossierevent e WHERE e.dossier_id = d.id
              AND e.kind IN ('reopened', 'result_recalled'))
    """,
    "an original that was answered for on a list and still is on its way": """
        SELECT d.code FROM dossiers_handedover r JOIN dossiers_handover h ON h.id = r.hand_over_id
        JOIN dossiers_dossier d ON d.id = r.dossier_id JOIN dossiers_paper p ON p.dossier_id = d.id
        JOIN dossiers_custody c ON c.paper_id = p.id AND c.act = 'passed' AND c.at = h.given_at
             AND c.agency_id = h.receiver_id
        WHERE r.settled_at IS NOT NULL AND c.is_last AND c.taken_at IS NULL
    """,
    "a result on paper that was handed out while it was on its way": """
        SELECT d.code FROM dossiers_handedover r JOIN dossiers_handover h ON h.id = r.hand_over_id
        JOIN dossiers_result s ON s.id = r.result_id JOIN dossiers_dossier d ON d.id = r.dossier_id
        WHERE NOT r.did_not_come AND s.kind IN ('reference', 'scanned') AND s.delivered_how <> 'electronic'
          AND s.delivered_at > h.given_at AND s.delivered_at < coalesce(r.settled_at, 'infinity'::timestamptz)
    """,
    "a result on a list that is another dossier's, or goes elsewhere than where it is given out": """
        SELECT d.code FROM dossiers_handedover r JOIN dossiers_handover h ON h.id = r.hand_over_id
        JOIN dossiers_dossier d ON d.id = r.dossier_id LEFT JOIN dossiers_result s ON s.id = r.result_id
        WHERE h.is_back <> (r.result_id IS NOT NULL) OR (h.is_back AND s.dossier_id IS DISTINCT FROM d.id)
           OR (h.is_back AND h.receiver_id IS DISTINCT FROM d.received_at_id)
    """,
    "a book of certifications with a gap": """
        SELECT b.agency_id || ' ' || b.kind || ' ' || b.year FROM certifying_book b
        LEFT JOIN certifying_certification c ON c.agency_id = b.agency_id AND c.kind = b.kind AND c.year = b.year
        GROUP BY b.id HAVING count(c.id) <> b.last OR coalesce(max(c.number), 0) <> b.last
    """,
    "a book of fee receipts with a gap": """
        SELECT coalesce(b.agency_id, r.unit_id) || ' ' || coalesce(b.book, 'receipt ' || r.series)
        FROM (SELECT agency_id, book, max(last) AS last FROM dossiers_numberbook
              WHERE book LIKE 'receipt %' GROUP BY agency_id, book) b
        FULL JOIN (SELECT unit_id, series, count(*) AS given, max(number) AS most
                   FROM dossiers_feereceipt GROUP BY unit_id, series) r
            ON r.unit_id = b.agency_id AND 'receipt ' || r.series = b.book
        WHERE coalesce(r.given, 0) <> coalesce(b.last, -1) OR coalesce(r.most, 0) <> coalesce(b.last, -1)
    """,
    # What the receipt says was paid is fee and charge together; the history says the same to the citizen.
    "a fee receipt of which the history says another amount, or nothing": """
        SELECT r.series || ' ' || r.number FROM dossiers_feereceipt r
        WHERE NOT EXISTS (
            SELECT FROM dossiers_dossierevent e
            WHERE e.dossier_id = r.dossier_id AND e.kind = 'fee_taken' AND e.at = r.taken_at
              AND e.params ->> 'receipt' = lpad(r.number::text, 7, '0')
              AND regexp_replace(e.params ->> 'amount', '[^0-9]', '', 'g') = (r.fee + r.charge)::text)
           OR (r.annulled_at IS NOT NULL AND NOT EXISTS (
            SELECT FROM dossiers_dossierevent e
            WHERE e.dossier_id = r.dossier_id AND e.kind = 'fee_annulled' AND e.at = r.annulled_at
              AND e.params ->> 'receipt' = lpad(r.number::text, 7, '0')))
           OR (SELECT count(*) FROM dossiers_dossierevent e
               WHERE e.dossier_id = r.dossier_id AND e.kind = 'fee_annulled')
           <> (SELECT count(*) FROM dossiers_feereceipt o
               WHERE o.dossier_id = r.dossier_id AND o.annulled_at IS NOT NULL)
    """,
    "a file of a dossier that belongs to nobody": """
        SELECT f.public_id::text FROM files_storedfile f
        WHERE f.attached_at IS NULL AND (
            EXISTS (SELECT FROM dossiers_paperfile p WHERE p.file_id = f.id)
            OR EXISTS (SELECT FROM dossiers_givenform g WHERE g.file_id = f.id)
            OR EXISTS (SELECT FROM dossiers_letterversion v WHERE v.file_id = f.id)
            OR EXISTS (SELECT FROM dossiers_export e WHERE e.file_id = f.id)
            OR EXISTS (SELECT FROM dossiers_scan s WHERE s.file_id = f.id)
            OR EXISTS (SELECT FROM archiving_archivepackage p WHERE p.file_id = f.id)
            OR EXISTS (SELECT FROM holdings_owncopy o WHERE o.file_id = f.id)
            OR EXISTS (SELECT FROM certifying_electroniccopy c WHERE c.file_id = f.id OR c.scan_id = f.id)
            OR EXISTS (SELECT FROM dossiers_result r WHERE r.file_id = f.id OR r.draft_id = f.id))
    """,
    "a paper that is said to be scanned and has no file": """
        SELECT d.code FROM dossiers_digitisation g JOIN dossiers_paper p ON p.id = g.paper_id
        JOIN dossiers_dossier d ON d.id = p.dossier_id
        WHERE g.stage IN ('scanned', 'accepted', 'signed')
          AND NOT EXISTS (SELECT FROM dossiers_paperfile f WHERE f.paper_id = p.id AND f.replaced_at IS NULL)
    """,
    "a file whose signatures are kept for years and that is nothing signed of its dossier": """
        SELECT d.code FROM dossiers_lastingfile l JOIN dossiers_dossier d ON d.id = l.dossier_id
        WHERE NOT EXISTS (SELECT FROM dossiers_result r WHERE r.file_id = l.file_id AND r.dossier_id = l.dossier_id)
          AND NOT EXISTS (SELECT FROM dossiers_givenform g WHERE g.file_id = l.file_id AND g.dossier_id = l.dossier_id)
          AND NOT EXISTS (SELECT FROM dossiers_letterversion v JOIN dossiers_letter t ON t.id = v.letter_id
                          WHERE v.file_id = l.file_id AND t.dossier_id = l.dossier_id)
    """,
    "a form kept under another dossier than its event": """
        SELECT f.public_id::text FROM dossiers_givenform g
        JOIN dossiers_dossierevent e ON e.id = g.event_id JOIN files_storedfile f ON f.id = g.file_id
        WHERE e.dossier_id <> g.dossier_id
    """,
    "a part of a bundle that its bundle does not know of": """
        SELECT d.code FROM dossiers_dossier d
        WHERE d.part_of_id IS NOT NULL AND NOT EXISTS (
            SELECT FROM dossiers_bundlepart p WHERE p.bundle_id = d.part_of_id AND p.key = d.part_key)
    """,
    "a bundle that is over while a part is not": """
        SELECT b.code FROM dossiers_dossier b JOIN dossiers_dossier d ON d.part_of_id = b.id
        WHERE b.state IN (3, 7, 8, 9, 10) AND d.state IN (1, 2, 4, 5, 6)
    """,
    "a relay that is elsewhere than its legs say": """
        SELECT d.code FROM dossiers_dossier d
        WHERE d.reached IS NOT NULL AND d.reached IS DISTINCT FROM
            (SELECT array_agg(l.agency_id ORDER BY l.number) FROM dossiers_leg l WHERE l.dossier_id = d.id)
    """,
    "a delivered result that is not in its owner's store, or stands there otherwise than it does": """
        SELECT d.code FROM dossiers_result r JOIN dossiers_dossier d ON d.id = r.dossier_id
        JOIN dossiers_party p ON p.dossier_id = d.id AND p.role = 'owner'
        LEFT JOIN vault_item i ON i.source = 'result:' || r.id
        WHERE r.delivered_at IS NOT NULL AND r.kind <> 'notice' AND coalesce(p.identity_id, p.person_id) IS NOT NULL
          AND (i.id IS NULL OR i.state <> CASE WHEN r.state IN ('replaced', 'revoked') THEN r.state ELSE 'current' END)
    """,
    "an item of a store whose file is nobody's, or not the one that was put in": """
        SELECT i.public_id::text FROM vault_item i JOIN files_storedfile f ON f.id = i.file_id
        WHERE f.attached_at IS NULL OR f.sha256 <> i.sha256
    """,
    "a paper that an item stands in for which does not know of it": """
        SELECT d.code FROM dossiers_digitisation g JOIN dossiers_paper p ON p.id = g.paper_id
        JOIN dossiers_dossier d ON d.id = p.dossier_id
        WHERE g.reused_item_id IS NOT NULL AND NOT EXISTS (
            SELECT FROM vault_reuse r
            WHERE r.item_id = g.reused_item_id AND r.dossier_code = d.code AND r.paper_key = p.key)
    """,
    "a dossier whose filing the audit trail does not know": """
        SELECT d.code FROM dossiers_dossier d
        WHERE NOT EXISTS (
            SELECT FROM audit_entry a WHERE a.about = 'dossier:' || d.code AND a.action = 'dossier.filed')
    """,
}
CHECKS = {what: sql.replace("FOR_PARTS", FOR_PARTS) for what, sql in _CHECKS.items()}
# The states of the machines beside substance, each by its own facts; together they must be lawful (rules.standing).
# A bundle has no result of its own: its state says where those of its parts are.
# What is charged hangs on answers and expressions: here an amount that is only due counts as none.
COMBINATIONS = """
    WITH asked AS (
        SELECT dossier_id, max(id) FILTER (WHERE kind = 'payment_asked') AS asked,
               max(id) FILTER (WHERE kind = 'paid') AS paid
        FROM dossiers_dossierevent WHERE kind IN ('payment_asked', 'paid') GROUP BY dossier_id
    ), taken AS (
        SELECT dossier_id, bool_or(annulled_at IS NULL) AS stands FROM dossiers_feereceipt GROUP BY dossier_id
    ), result AS (
        SELECT dossier_id, bool_or(delivered_at IS NOT NULL) AS given, bool_or(state = 'issued') AS issued
        FROM dossiers_result GROUP BY dossier_id
    )
    SELECT d.state,
        CASE WHEN d.state IN (3, 7, 8) AND t.stands THEN 'refund_due'
             WHEN d.state IN (3, 7, 8) AND NOT t.stands THEN 'refunded'
             WHEN a.asked > coalesce(a.paid, 0) AND d.state NOT IN (3, 7, 8) THEN 'demanded'
             ELSE 'none_due' END AS money,
        CASE WHEN EXISTS (SELECT FROM dossiers_bundlepart p WHERE p.bundle_id = d.id) AND d.state IN (9, 10)
             THEN CASE d.state WHEN 9 THEN 'at_counter' ELSE 'delivered' END
             WHEN r.given THEN 'delivered' WHEN r.issued THEN 'at_counter'
             WHEN d.closed_at IS NOT NULL THEN 'nothing' ELSE 'not_ready' END AS delivery,
        (array_agg(d.code ORDER BY d.id))[1:10]
    FROM dossiers_dossier d LEFT JOIN asked a ON a.dossier_id = d.id LEFT JOIN taken t ON t.dossier_id = d.id
    LEFT JOIN result r ON r.dossier_id = d.id
    GROUP BY 1, 2, 3
"""
SHOWN = 10
# Beside the queries: the machines together, the files, the trail.
OTHERS = 3


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong, with some of the offenders."""

    what: str
    offenders: tuple[str, ...]


def check(*, with_files: bool) -> Iterator[Finding]:
    """Yield what is wrong. `with_files` also reads every stored file and compares its hash."""
    for what, sql in CHECKS.items():
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM ({sql}) offenders LIMIT {SHOWN}")  # noqa: S608 - our own queries
            if offenders := tuple(str(row[0]) for row in cursor.fetchall()):
                yield Finding(what, offenders)
    yield from _unlawful()
    if with_files:
        for file in StoredFile.objects.order_by("pk").iterator():
            if not is_whole(file):
                yield Finding("a file that is missing or does not match its hash", (str(file.public_id),))
    verdict = audit.verify_chain()
    if verdict.flaws:
        yield Finding("a broken audit trail", tuple(f"seal {flaw.seal}: {flaw.what}" for flaw in verdict.flaws[:SHOWN]))


def _unlawful() -> Iterator[Finding]:
    """Yield each combination of the machines' states that occurs and cannot be true."""
    with connection.cursor() as cursor:
        cursor.execute(COMBINATIONS)
        for state, money, delivery, codes in cursor.fetchall():
            for what in conflicts(State(state), Money(money), Delivering(delivery)):
                yield Finding(what, tuple(codes))
