"""The desk's own side: enquiries by urgency, waves, announcements, texts, hand-over."""
