"""Works people want to read: written once, agreed to by a second reader, shown in many media, corrected openly."""
