"""A stand-in for the national authentication gateway (VNeID): an OpenID provider with invented people.

It runs as its own process and speaks the real protocol: authorization code with PKCE, discovery, key set, userinfo,
end of session. Nobody in it exists.
"""
