"""Forms on paper: which there are and what they may name, the values of a case for them, and the page that is printed.

A city's templates are read by `server.papers` when the city is compiled: what is printed travels in the city pack as a
page with the same placeholders, so that a desk prints without a line too.
"""
