"""A stand-in for the national population database, with the people of the VNeID stand-in. Nobody in it exists."""
