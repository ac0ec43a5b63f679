"""What citizens find hard: with a procedure, a paper or a question, as those who help them noted it, and what was said.

A note is one click; its sentence is optional. Notes are counted, answered by who is responsible, and stand under the
name of who took them. Not for: complaints of citizens themselves, and remarks about one dossier (`dossiers` notes).
"""
