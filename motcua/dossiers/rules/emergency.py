"""Opening a dossier outside one's permission when it cannot wait: for a reason, a while, one dossier, and never unseen.

No law gives it; the Law on the protection of personal data 91/2025/QH15 wants each access to have a purpose and to be
answered for, so all of it is reported at once. The minutes are the province's word (`choices.emergency_minutes`).
"""

# What may be read meanwhile. Nothing is changed, nothing is taken away as a list or as a whole.
READS = frozenset({"dossier.see", "paper.see", "result.see"})
LEAST_REASON, MOST_REASON = 20, 500
# Somebody who needs more of them a day needs a post.
MOST_A_DAY = 5
