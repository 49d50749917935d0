"""Paper: page frames, DIN 5008 letters, tables and codes as tagged PDF; no subject's word in here."""
