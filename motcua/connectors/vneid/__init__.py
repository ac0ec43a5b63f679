"""Sign-in by OpenID Connect: of people in the VNeID profile, of officials at the province's own provider."""
