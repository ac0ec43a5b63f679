"""Looks one person up in the national population database (CSDLQG về dân cư).

Not for: deciding who may ask for what, and keeping anything of the answer; `dossiers` asks through its port.
"""
