"""The electronic store (kho) of a person or organisation: what an authority issued or verified, kept to be used again.

Nouns: an item (a result that was handed over, or a paper that an official compared and signed), and what became of it.
Source: Decree 45/2020/NĐ-CP, article 16, as amended by Decree 118/2025/NĐ-CP, article 40(8). Not for: files that
somebody merely uploaded (those are papers of their dossier and prove nothing), nor for archiving.
"""
