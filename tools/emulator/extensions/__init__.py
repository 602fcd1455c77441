"""One file per AWS service, named like Moto's package for it; each says what Moto lacks, and in which release.

To drop one, delete the file and its test.
"""
