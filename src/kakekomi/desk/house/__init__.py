"""What the parts of the desk share: people, organizations, scope, audit log, the frame of pages."""
