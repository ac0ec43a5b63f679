"""A stamp that changes with every change of places and offices: what processes keep in memory carries it.

It is random, not counted: a number that a transaction took and rolled back would come again for other contents.
"""

from django.db import migrations

SQL = """
CREATE TABLE organisations_stamp (
    id smallint PRIMARY KEY DEFAULT 1 CHECK (id = 1),
    stamp uuid NOT NULL DEFAULT gen_random_uuid()
);
INSERT INTO organisations_stamp DEFAULT VALUES;
CREATE FUNCTION organisations_restamp() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO organisations_stamp DEFAULT VALUES ON CONFLICT (id) DO UPDATE SET stamp = gen_random_uuid();
    RETURN NULL;
END $$;
CREATE TRIGGER agency_restamp AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON organisations_agency
    FOR EACH STATEMENT EXECUTE FUNCTION organisations_restamp();
CREATE TRIGGER unit_restamp AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON organisations_administrativeunit
    FOR EACH STATEMENT EXECUTE FUNCTION organisations_restamp();
"""
BACK = """
DROP TRIGGER agency_restamp ON organisations_agency;
DROP TRIGGER unit_restamp ON organisations_administrativeunit;
DROP FUNCTION organisations_restamp();
DROP TABLE organisations_stamp;
"""


class Migration(migrations.Migration):
    dependencies = [("organisations", "0002_calendar")]
    operations = [migrations.RunSQL(SQL, BACK)]
