"""What the applicant drafts, is told, answers and owes."""
