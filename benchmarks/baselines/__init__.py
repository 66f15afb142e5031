"""What ours is measured against: small programs that do the same by the best known way.

They change only in commits of their own.
"""
