"""The SARC-NG reservation API: one code base, as a Lambda function behind an HTTP API and as a container."""
