"""What others agreed to counts while the answers they saw stand."""

from motcua.channels.portal.journey import Journey
from motcua.dossiers import actions, queries
from motcua.dossiers.rules.consents import digest_of


def drop_changed(journey: Journey) -> list[str]:
    """Take back the agreements to answers that are others now; return the names of those papers."""
    asked = queries.consents_of(journey.draft)
    stands = {key: digest_of(journey.shown_to(one)) for key, one in journey.consents.items() if key in asked}
    if all(stands.get(key) == one.digest for key, one in asked.items()):
        return []
    return actions.drop_changed(public_id=journey.draft.public_id, stands=stands, by=journey.user, now=journey.now)
