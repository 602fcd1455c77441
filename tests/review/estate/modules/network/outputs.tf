output "vpc_id" {
  description = "The VPC."
  value       = aws_vpc.this.id
}

output "subnet_ids" {
  description = "Zone letter => subnet."
  value       = { for zone, subnet in aws_subnet.this : zone => subnet.id }
}

output "security_group_ids" {
  description = "Name => security group."
  value       = { for name, group in aws_security_group.this : name => group.id }
}
