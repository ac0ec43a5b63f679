"""How one asks: forms as JSON Schema with a presentation, drawn on the server and checked alike everywhere.

Main nouns: *form* (of one procedure version), *step* (a page of it), *answers* (plain JSON), *problem* (what a person
must mend). The door is `form.Form`; `sealing` takes identity numbers out of answers before they are stored. Not for:
keeping answers (that is `dossiers`), and papers a procedure asks for (that is `procedures`).
"""
