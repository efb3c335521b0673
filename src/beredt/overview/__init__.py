"""What people read: sentences, curves, reports. Reads every room, changes none."""
