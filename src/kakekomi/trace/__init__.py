"""Who leaked: from stolen mails that spoofs quote to the mailboxes that explain them."""
