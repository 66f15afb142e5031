"""What citizens send by any channel: one way in, the same thing once, and what they may know of it afterwards."""
