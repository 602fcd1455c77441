# The groups of a service: load balancer -> tasks -> database, and functions -> database; and of a capture of its changes:
# DMS -> database. They live with the network and not with the things they protect, because they refer to each other: owned
# there, service and database would form a circle. What they open to AWS is in security-groups-https.tf.
locals {
  roles            = var.security_groups == null ? toset([]) : var.security_groups.roles
  application_port = try(var.security_groups.application_port, null)
  database_port    = try(var.security_groups.database_port, null)

  client_group_ids = {
    dms       = one(aws_security_group.dms[*].id)
    ecs_tasks = one(aws_security_group.ecs_tasks[*].id)
    lambda    = one(aws_security_group.lambda[*].id)
  }
  database_clients = contains(local.roles, "database") ? var.security_groups.database_clients : toset([])
}

resource "aws_security_group" "alb" {
  #checkov:skip=CKV2_AWS_5:The unit that owns the load balancer attaches it
  count = contains(local.roles, "alb") ? 1 : 0

  name        = "${var.name}-alb"
  description = "Public load balancer"
  vpc_id      = aws_vpc.this.id

  tags = merge(var.tags, { Name = "${var.name}-alb" })
}

resource "aws_security_group" "ecs_tasks" {
  #checkov:skip=CKV2_AWS_5:The unit that owns the service attaches it
  count = contains(local.roles, "ecs_tasks") ? 1 : 0

  name        = "${var.name}-ecs-tasks"
  description = "Tasks behind the load balancer"
  vpc_id      = aws_vpc.this.id

  tags = merge(var.tags, { Name = "${var.name}-ecs-tasks" })
}

resource "aws_security_group" "lambda" {
  #checkov:skip=CKV2_AWS_5:The unit that owns the function attaches it
  count = contains(local.roles, "lambda") ? 1 : 0

  name        = "${var.name}-lambda"
  description = "Functions that use the database"
  vpc_id      = aws_vpc.this.id

  tags = merge(var.tags, { Name = "${var.name}-lambda" })
}

resource "aws_security_group" "dms" {
  #checkov:skip=CKV2_AWS_5:The unit that owns the replication attaches it
  count = contains(local.roles, "dms") ? 1 : 0

  name        = "${var.name}-dms"
  description = "Replication that reads the changes of the database"
  vpc_id      = aws_vpc.this.id

  tags = merge(var.tags, { Name = "${var.name}-dms" })
}

# No egress rule: a database answers, it does not call.
resource "aws_security_group" "database" {
  #checkov:skip=CKV2_AWS_5:The unit that owns the database attaches it
  count = contains(local.roles, "database") ? 1 : 0

  name        = "${var.name}-database"
  description = "Database"
  vpc_id      = aws_vpc.this.id

  tags = merge(var.tags, { Name = "${var.name}-database" })
}

resource "aws_vpc_security_group_ingress_rule" "alb_http" {
  #checkov:skip=CKV_AWS_260,GP_AWS_1:Port 80 only redirects to 443; the listener of the load balancer does that
  count = contains(local.roles, "alb") ? 1 : 0

  security_group_id = aws_security_group.alb[0].id
  description       = "HTTP from the internet, to be redirected to HTTPS"
  cidr_ipv4         = "0.0.0.0/0"
  from_port         = 80
  to_port           = 80
  ip_protocol       = "tcp"

  tags = merge(var.tags, { Name = "${var.name}-alb-http" })
}

resource "aws_vpc_security_group_ingress_rule" "alb_https" {
  #checkov:skip=GP_AWS_1:The load balancer is the public door of the services
  count = contains(local.roles, "alb") ? 1 : 0

  security_group_id = aws_security_group.alb[0].id
  description       = "HTTPS from the internet"
  cidr_ipv4         = "0.0.0.0/0"
  from_port         = 443
  to_port           = 443
  ip_protocol       = "tcp"

  tags = merge(var.tags, { Name = "${var.name}-alb-https" })
}

resource "aws_vpc_security_group_egress_rule" "alb_to_ecs_tasks" {
  count = length(setsubtract(["alb", "ecs_tasks"], local.roles)) == 0 ? 1 : 0

  security_group_id            = aws_security_group.alb[0].id
  description                  = "Requests and health checks to the tasks"
  referenced_security_group_id = aws_security_group.ecs_tasks[0].id
  from_port                    = local.application_port
  to_port                      = local.application_port
  ip_protocol                  = "tcp"

  tags = merge(var.tags, { Name = "${var.name}-alb-to-ecs-tasks" })
}

resource "aws_vpc_security_group_ingress_rule" "ecs_tasks_from_alb" {
  count = length(setsubtract(["alb", "ecs_tasks"], local.roles)) == 0 ? 1 : 0

  security_group_id            = aws_security_group.ecs_tasks[0].id
  description                  = "Requests and health checks from the load balancer"
  referenced_security_group_id = aws_security_group.alb[0].id
  from_port                    = local.application_port
  to_port                      = local.application_port
  ip_protocol                  = "tcp"

  tags = merge(var.tags, { Name = "${var.name}-ecs-tasks-from-alb" })
}

resource "aws_vpc_security_group_egress_rule" "to_database" {
  for_each = local.database_clients

  security_group_id            = local.client_group_ids[each.key]
  description                  = "Database"
  referenced_security_group_id = aws_security_group.database[0].id
  from_port                    = local.database_port
  to_port                      = local.database_port
  ip_protocol                  = "tcp"

  tags = merge(var.tags, { Name = "${var.name}-${each.key}-to-database" })
}

resource "aws_vpc_security_group_ingress_rule" "database_from" {
  for_each = local.database_clients

  security_group_id            = aws_security_group.database[0].id
  description                  = "Queries from ${each.key}"
  referenced_security_group_id = local.client_group_ids[each.key]
  from_port                    = local.database_port
  to_port                      = local.database_port
  ip_protocol                  = "tcp"

  tags = merge(var.tags, { Name = "${var.name}-database-from-${each.key}" })
}
