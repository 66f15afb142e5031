"""随手拍: the public page, on which anybody reports without an account and follows it by a secret link."""
