"""The tables themselves: monthly partitions, transaction ids, and guards against change.

The runtime role may only insert and read (granted in project/grants.py). The triggers stop everybody else, the owner
included, who does not switch them off deliberately; the chain of seals finds those who do.
"""

from django.db import migrations

FORWARD = r"""
CREATE TABLE audit_era (
    number integer PRIMARY KEY,
    began_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
INSERT INTO audit_era (number) VALUES (1);

CREATE FUNCTION audit_current_era() RETURNS integer LANGUAGE sql STABLE
    AS 'SELECT max(number) FROM audit_era';

CREATE TABLE audit_entry (
    id bigint GENERATED ALWAYS AS IDENTITY,
    era integer NOT NULL DEFAULT 1,
    tx xid8 NOT NULL DEFAULT pg_current_xact_id(),
    at timestamptz NOT NULL,
    kind text NOT NULL CHECK (kind IN ('change', 'view')),
    action text NOT NULL CHECK (action <> '' AND length(action) <= 80),
    about text NOT NULL,
    subjects text[] NOT NULL,
    actor_kind text NOT NULL CHECK (actor_kind <> ''),
    actor_id text NOT NULL CHECK (actor_id <> ''),
    actor_name text NOT NULL,
    agency text NOT NULL,
    request_id text NOT NULL,
    details jsonb NOT NULL,
    CHECK ((kind = 'change') = (about <> '')),
    CHECK ((kind = 'view') = (cardinality(subjects) > 0)),
    PRIMARY KEY (at, id)
) PARTITION BY RANGE (at);
CREATE INDEX audit_entry_sealing ON audit_entry (era, tx, id);
CREATE INDEX audit_entry_about ON audit_entry (about, at) WHERE kind = 'change';
CREATE INDEX audit_entry_subjects ON audit_entry USING gin (subjects) WHERE kind = 'view';

CREATE TABLE audit_seal (
    number bigint PRIMARY KEY CHECK (number > 0),
    era integer NOT NULL REFERENCES audit_era,
    from_tx numeric(20) NOT NULL,
    to_tx numeric(20) NOT NULL CHECK (to_tx >= from_tx),
    count bigint NOT NULL,
    previous bytea NOT NULL CHECK (length(previous) = 32),
    hash bytea NOT NULL CHECK (length(hash) = 32),
    sealed_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit trail is append-only: no % on %', TG_OP, TG_TABLE_NAME USING ERRCODE = '42501';
END
$$;

-- Who inserts does not choose the transaction or the era: that would place an entry in sealed time.
CREATE FUNCTION audit_stamp() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.tx := pg_current_xact_id();
    RETURN NEW;
END
$$;

CREATE TRIGGER audit_stamp BEFORE INSERT ON audit_entry FOR EACH ROW EXECUTE FUNCTION audit_stamp();
CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON audit_seal
    FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit_seal
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();

CREATE TABLE audit_entry_rest PARTITION OF audit_entry DEFAULT;
CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit_entry_rest
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();

-- The worker's role has no DDL: this runs with the owner's rights. A partition is made aside and then attached, which
-- does not lock out writers. A month whose rows already lie in the default partition stays there.
CREATE FUNCTION audit_ensure_partitions(ahead integer) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET timezone = 'UTC'
    SET lock_timeout = '2s' AS $$
DECLARE
    month date;
    name text;
    made integer := 0;
BEGIN
    PERFORM pg_advisory_xact_lock(x'5ea2'::integer);
    FOR month IN
        SELECT generate_series(date_trunc('month', now()), date_trunc('month', now()) + make_interval(months => ahead),
            interval '1 month')
    LOOP
        name := 'audit_entry_' || to_char(month, 'YYYY_MM');
        CONTINUE WHEN to_regclass('public.' || name) IS NOT NULL;
        CONTINUE WHEN EXISTS (
            SELECT FROM audit_entry_rest WHERE at >= month AND at < month + interval '1 month');
        EXECUTE format('CREATE TABLE public.%I (LIKE public.audit_entry INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', name);
        EXECUTE format('CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON public.%I '
            'FOR EACH STATEMENT EXECUTE FUNCTION public.audit_refuse()', name);
        EXECUTE format('ALTER TABLE public.audit_entry ATTACH PARTITION public.%I FOR VALUES FROM (%L) TO (%L)',
            name, month::timestamptz, (month + interval '1 month')::timestamptz);
        made := made + 1;
    END LOOP;
    RETURN made;
END
$$;
SELECT audit_ensure_partitions(3);
"""
BACKWARD = """
DROP TABLE audit_seal, audit_entry, audit_era;
DROP FUNCTION audit_ensure_partitions, audit_refuse, audit_stamp, audit_current_era;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
