"""Open311 GeoReport v2, with the status updates of FixMyStreet: other programs report here and follow their reports."""
