"""What follows from a verb: small functions that change a deed, named in the lifecycle tables."""
