locals {
  partition = startswith(var.region, "cn-") ? "aws-cn" : startswith(var.region, "us-gov-") ? "aws-us-gov" : "aws"
  domain    = local.partition == "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com"

  pull_actions = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
  push_actions = ["ecr:CompleteLayerUpload", "ecr:InitiateLayerUpload", "ecr:PutImage", "ecr:UploadLayerPart"]

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      length(var.access.pull_account_ids) == 0 ? [] : [{
        Sid       = "Pull"
        Effect    = "Allow"
        Principal = { AWS = sort([for id in var.access.pull_account_ids : "arn:${local.partition}:iam::${id}:root"]) }
        Action    = local.pull_actions
      }],
      length(var.access.push_role_arns) == 0 ? [] : [{
        Sid       = "Push"
        Effect    = "Allow"
        Principal = { AWS = sort(var.access.push_role_arns) }
        Action    = concat(local.pull_actions, local.push_actions)
      }],
    )
  })

  # ECR applies the first rule that an image fits; what is temporary must not count as a release.
  lifecycle_policies = { for name, repository in var.repositories : name => jsonencode({
    rules = concat(
      [{
        rulePriority = 1
        description  = "Untagged for ${repository.untagged_days} days"
        selection    = { tagStatus = "untagged", countType = "sinceImagePushed", countUnit = "days", countNumber = repository.untagged_days }
        action       = { type = "expire" }
      }],
      [for index, pattern in sort(keys(repository.temporary_tags)) : {
        rulePriority = 10 + index
        description  = "${pattern} for ${repository.temporary_tags[pattern]} days"
        selection    = { tagStatus = "tagged", tagPatternList = [pattern], countType = "sinceImagePushed", countUnit = "days", countNumber = repository.temporary_tags[pattern] }
        action       = { type = "expire" }
      }],
      [{
        rulePriority = 100
        description  = "The last ${repository.keep_releases} releases stay"
        selection    = { tagStatus = "tagged", tagPatternList = ["*"], countType = "imageCountMoreThan", countNumber = repository.keep_releases }
        action       = { type = "expire" }
      }],
    )
  }) }

  # The two kinds of scan tell what they found in different words.
  critical_findings = {
    BASIC = jsonencode({
      source      = ["aws.ecr"]
      detail-type = ["ECR Image Scan"]
      detail      = { finding-severity-counts = { CRITICAL = [{ numeric = [">", 0] }] } }
    })
    ENHANCED = jsonencode({
      source      = ["aws.inspector2"]
      detail-type = ["Inspector2 Finding"]
      detail      = { severity = ["CRITICAL"], status = ["ACTIVE"], resources = { type = ["AWS_ECR_CONTAINER_IMAGE"] } }
    })
  }
}
