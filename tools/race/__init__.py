"""`make bench-race`: many people at once on the running product, and what came of it.

Real servers, real sign-in, real forms; after every round the database is asked whether a promise
was made twice, and every page whether it told the truth to whoever read it.
"""
