"""What is approved is what was proposed: the database refuses any other change of a proposal."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION approvals_proposal_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a proposal is never deleted' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF (NEW.public_id, NEW.kind, NEW.subject, NEW.title, NEW.content, NEW.base, NEW.reason, NEW.effective_on,
        NEW.proposed_by_id, NEW.proposed_at)
       IS DISTINCT FROM
       (OLD.public_id, OLD.kind, OLD.subject, OLD.title, OLD.content, OLD.base, OLD.reason, OLD.effective_on,
        OLD.proposed_by_id, OLD.proposed_at) THEN
        RAISE EXCEPTION 'what was proposed never changes' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER proposal_never_changes BEFORE UPDATE OR DELETE ON approvals_proposal
    FOR EACH ROW EXECUTE FUNCTION approvals_proposal_guard();
"""

BACKWARD = """
DROP TRIGGER proposal_never_changes ON approvals_proposal;
DROP FUNCTION approvals_proposal_guard();
"""


class Migration(migrations.Migration):
    """Add the guard."""

    dependencies = [("approvals", "0001_proposals")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
