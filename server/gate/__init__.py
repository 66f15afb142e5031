"""The gate between two networks (网闸): numbered, sealed batches in folders, and answers to them.

What stands here is the same on both sides; the centre's side is in `centre`, `arrivals` and `telling`, the other one in
`server.outside`.
"""
