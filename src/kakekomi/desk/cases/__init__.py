"""Cases: PCs, people, accounts and partners, what was found, done and told, what is left."""
