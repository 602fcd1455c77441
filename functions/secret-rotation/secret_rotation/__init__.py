"""Rotates the password of a database's user, MySQL's or PostgreSQL's, where RDS does not do that itself."""
