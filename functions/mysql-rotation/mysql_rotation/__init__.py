"""Rotates the password of a MySQL cluster's master user, where RDS does not do that itself."""
