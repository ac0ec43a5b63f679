"""Sign-in of people by OpenID Connect in the VNeID profile."""
