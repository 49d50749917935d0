"""Parts every page is made of; no subject's word in here."""
