"""Case sheets: what is known of one network, on one page, with a form to correct it."""
