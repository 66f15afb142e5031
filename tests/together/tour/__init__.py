"""The tour: the real windows driven through the loop, and pictures of what they show."""
