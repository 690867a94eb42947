"""Knowledge packs: load, lint, sign, verify, build."""
