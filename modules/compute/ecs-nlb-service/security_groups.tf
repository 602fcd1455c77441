# The load balancer's own group: from the named sources to its listeners, and from it to the tasks, nothing else.
resource "aws_security_group" "nlb" {
  name        = "${var.name}-nlb"
  description = "Load balancer of ${var.name}"
  vpc_id      = var.network.vpc_id

  tags = merge(var.tags, { Name = "${var.name}-nlb" })

  lifecycle {
    create_before_destroy = true # a load balancer is never without
  }
}

resource "aws_vpc_security_group_ingress_rule" "nlb" {
  #checkov:skip=GP_AWS_1:a source that is everybody is refused without a reason
  for_each = local.sources

  security_group_id            = aws_security_group.nlb.id
  description                  = substr(trimspace("${each.key} ${replace(each.value.reason, "/[^A-Za-z0-9 ._:/()#,@+=&;{}!$*-]/", "")}"), 0, 255)
  cidr_ipv4                    = each.value.cidr_ipv4
  referenced_security_group_id = each.value.security_group_id
  from_port                    = each.value.port
  to_port                      = each.value.port
  ip_protocol                  = "tcp"

  tags = merge(var.tags, { Name = "${var.name}-nlb-${replace(each.key, "/", "-")}" })
}

resource "aws_vpc_security_group_egress_rule" "nlb_to_tasks" {
  security_group_id            = aws_security_group.nlb.id
  description                  = "Connections and health checks to the tasks"
  referenced_security_group_id = var.network.task_security_group_id
  from_port                    = var.container.port
  to_port                      = var.container.port
  ip_protocol                  = "tcp"

  tags = merge(var.tags, { Name = "${var.name}-nlb-to-tasks" })
}

resource "aws_vpc_security_group_ingress_rule" "tasks_from_nlb" {
  security_group_id            = var.network.task_security_group_id
  description                  = "Connections and health checks from the load balancer of ${var.name}"
  referenced_security_group_id = aws_security_group.nlb.id
  from_port                    = var.container.port
  to_port                      = var.container.port
  ip_protocol                  = "tcp"

  tags = merge(var.tags, { Name = "${var.name}-tasks-from-nlb" })
}
