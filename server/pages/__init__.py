"""What the units' terminals and the collectors' page share: sign-in, sessions, layout, forms, photos, errors."""
