"""Certification at a commune's counter: copies against originals, signatures (Decree 23/2015/NĐ-CP).

Nouns: a request (who came, once), a certification (one number in the book for one original), a book, a tariff. What is
given at once has no process and no slip, and yet stands in the system (Decree 61/2018/NĐ-CP, article 17(4)). Not for:
requests that cannot be given at once; those are dossiers of the same procedures.
"""
