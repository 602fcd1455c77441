"""The SARC-NG reservation API, as a Lambda function behind an HTTP API."""
