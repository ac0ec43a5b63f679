"""What only the database can promise: published versions never change, texts are in one Unicode form."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION procedures_version_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a published version is never deleted' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF (to_jsonb(NEW) - 'valid') IS DISTINCT FROM (to_jsonb(OLD) - 'valid') THEN
        RAISE EXCEPTION 'a published version never changes' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NOT (NEW.valid <@ OLD.valid)
       OR (NOT isempty(NEW.valid) AND lower(NEW.valid) IS DISTINCT FROM lower(OLD.valid)) THEN
        RAISE EXCEPTION 'the validity of a version can only be ended' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER version_never_changes BEFORE UPDATE OR DELETE ON procedures_procedureversion
    FOR EACH ROW EXECUTE FUNCTION procedures_version_guard();

ALTER TABLE procedures_procedure
    ADD CONSTRAINT procedure_texts_nfc CHECK (name IS NFC NORMALIZED AND title IS NFC NORMALIZED);

INSERT INTO procedures_cataloguestate (id, version) VALUES (1, 0);
"""

BACKWARD = """
DELETE FROM procedures_cataloguestate;
ALTER TABLE procedures_procedure DROP CONSTRAINT procedure_texts_nfc;
DROP TRIGGER version_never_changes ON procedures_procedureversion;
DROP FUNCTION procedures_version_guard();
"""


class Migration(migrations.Migration):
    """Add the guards."""

    dependencies = [("procedures", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
