"""The e-form of a package edited with boxes: its two files read as pages, questions and checks, and written again.

What a box does not know of stays as it was, and a form that nobody changed gives the same files to the letter.
"""
