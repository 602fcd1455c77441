"""Groundplan: an AWS estate in Terraform and Terragrunt, seen, planned and applied on a laptop.

The arrows between the packages point one way::

    hcl <- live <- compose <- terraform tasks <- cli

Imports inside this package are relative: a checkout imports it as ``tools``, a wheel ships it as ``groundplan``.
"""
