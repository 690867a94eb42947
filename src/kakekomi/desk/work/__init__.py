"""Work in the background: judging again, pack updates, mails to people, links of sources."""
