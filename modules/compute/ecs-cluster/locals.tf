locals {
  # Made here, because ECS would otherwise create it itself: unencrypted, untagged and with a retention of one day.
  insights_log_groups = var.container_insights == "disabled" ? {} : {
    performance = "/aws/ecs/containerinsights/${var.name}/performance"
  }
}
