"""Sign in with the organization's own account (OpenID Connect); off unless a setting names one."""
