"""How one asks: forms as JSON Schema with a presentation, rendered on the server and checked alike everywhere."""
