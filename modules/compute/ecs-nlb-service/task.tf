locals {
  container_definition = merge(
    {
      name                   = var.name
      image                  = var.container_image
      essential              = true
      user                   = var.container.user
      readonlyRootFilesystem = var.container.read_only_root_filesystem
      stopTimeout            = var.container.stop_timeout_seconds
      portMappings           = [{ containerPort = var.container.port, hostPort = var.container.port, protocol = "tcp" }]
      environment            = [for name, value in var.container.environment : { name = name, value = value }]
      mountPoints            = [for volume, path in var.container.writable_paths : { sourceVolume = volume, containerPath = path, readOnly = false }]

      secrets = concat(
        [for name, secret in var.container.secrets : {
          name      = name
          valueFrom = secret.json_key == "" ? secret.arn : "${secret.arn}:${secret.json_key}::"
        }],
        [for name, parameter in var.container.parameters : { name = name, valueFrom = "${local.parameter_arn_prefix}${parameter}" }],
      )

      linuxParameters = {
        initProcessEnabled = true # reaps what the application leaves behind
        capabilities       = { add = [], drop = ["ALL"] }
      }

      logConfiguration = {
        logDriver = "awslogs"
        options = {
          awslogs-group         = aws_cloudwatch_log_group.this.name
          awslogs-region        = var.region
          awslogs-stream-prefix = "ecs"
        }
      }
    },
    { for key, words in { command = var.container.command, entryPoint = var.container.entry_point } : key => words if length(words) > 0 },
  )
}

resource "aws_ecs_task_definition" "this" {
  family                   = var.name
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = var.cpu
  memory                   = var.memory
  execution_role_arn       = aws_iam_role.execution.arn
  task_role_arn            = aws_iam_role.task.arn
  container_definitions    = jsonencode([local.container_definition])
  skip_destroy             = true # a rollback needs the revisions that came before
  tags                     = var.tags

  runtime_platform {
    operating_system_family = "LINUX"
    cpu_architecture        = var.container.cpu_architecture
  }

  dynamic "volume" {
    for_each = var.container.writable_paths

    content {
      name = volume.key
    }
  }
}
