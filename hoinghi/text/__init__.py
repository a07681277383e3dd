"""Any text of the Vietnamese web, made readable: decoding, cleaning, spelling, tokens."""
