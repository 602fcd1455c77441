"""A local AWS: the Moto server with extensions for what Terraform needs and Moto lacks, as a child process."""
