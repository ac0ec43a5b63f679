"""A partition made by timetable gives nobody rights of its own, whatever the owner's default privileges say.

Who may write into a partition directly passes the parent by, whose rights alone shall count.
"""

from django.db import migrations

FORWARD = r"""
CREATE OR REPLACE FUNCTION audit_ensure_partitions(ahead integer) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET timezone = 'UTC'
    SET lock_timeout = '2s' AS $$
DECLARE
    month date;
    name text;
    grantee regrole;
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
        EXECUTE format('REVOKE ALL ON public.%I FROM PUBLIC', name);
        FOR grantee IN
            SELECT DISTINCT acl.grantee::regrole FROM pg_class, aclexplode(relacl) acl
            WHERE oid = to_regclass('public.' || name) AND acl.grantee NOT IN (0, relowner)
        LOOP
            EXECUTE format('REVOKE ALL ON public.%I FROM %s', name, grantee);
        END LOOP;
        EXECUTE format('CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON public.%I '
            'FOR EACH STATEMENT EXECUTE FUNCTION public.audit_refuse()', name);
        EXECUTE format('ALTER TABLE public.audit_entry ATTACH PARTITION public.%I FOR VALUES FROM (%L) TO (%L)',
            name, month::timestamptz, (month + interval '1 month')::timestamptz);
        made := made + 1;
    END LOOP;
    RETURN made;
END
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_partitions_and_guards")]
    operations = [migrations.RunSQL(FORWARD, migrations.RunSQL.noop)]
