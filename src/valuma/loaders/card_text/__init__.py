"""Cards as TOML text: one canonical layout, and edits that keep comments and order."""
