# RDS manages the master password wherever it can. It cannot in a global cluster, and its secret says neither host nor port, which
# others (DMS) need: there the password is generated here. It goes from one ephemeral value into the secret, and from the secret
# into the database: never into plan or state, and whatever fails halfway, the database gets what the secret holds.
#
# Reading and generating wait for the apply: timestamp() is unknown in a plan, and makes known arguments unknown with it.
# So a plan asks AWS nothing, with this module as with all others.
ephemeral "aws_secretsmanager_random_password" "master" {
  count = local.generates_password ? 1 : 0

  password_length     = 32 + 0 * length(timestamp())
  exclude_punctuation = true
}

resource "aws_secretsmanager_secret" "master" {
  #checkov:skip=CKV2_AWS_57:Rotation needs a function inside the network; it comes in as an input
  count = local.generates_password ? 1 : 0

  name                    = "${var.name}-master"
  description             = "Master credentials of ${var.name}"
  kms_key_id              = var.kms_key_arn
  recovery_window_in_days = var.operations.skip_final_snapshot ? 0 : 30

  dynamic "replica" {
    for_each = var.backup_region[*]

    content {
      region     = replica.value
      kms_key_id = var.database.credentials.replica_kms_key_arn
    }
  }

  tags = var.tags
}

resource "aws_secretsmanager_secret_version" "master" {
  count = local.generates_password ? 1 : 0

  secret_id = aws_secretsmanager_secret.master[0].id
  secret_string_wo = jsonencode({
    username = var.database.credentials.username
    password = ephemeral.aws_secretsmanager_random_password.master[0].random_password
  })
  secret_string_wo_version = var.database.credentials.password_version
}

ephemeral "aws_secretsmanager_secret_version" "master" {
  count = local.generates_password ? 1 : 0

  secret_id = "${aws_secretsmanager_secret_version.master[0].secret_id}${substr(timestamp(), 0, 0)}"
}

# Where the database is can be said only when there is one: a second version of the same secret adds it.
resource "aws_secretsmanager_secret_version" "connection" {
  count = local.connection_secret ? 1 : 0

  secret_id = aws_secretsmanager_secret.master[0].id
  secret_string_wo = jsonencode({
    username = var.database.credentials.username
    password = jsondecode(ephemeral.aws_secretsmanager_secret_version.master[0].secret_string).password
    host     = aws_db_instance.this[0].address
    port     = local.port
    dbname   = var.database.name
  })
  secret_string_wo_version = var.database.credentials.password_version
}

# ---- Further users: a secret for each. The database knows none of them until somebody makes them there.

ephemeral "aws_secretsmanager_random_password" "user" {
  for_each = var.database.credentials.users

  password_length     = 32 + 0 * length(timestamp())
  exclude_punctuation = true
}

resource "aws_secretsmanager_secret" "user" {
  #checkov:skip=CKV2_AWS_57:Rotation needs a function inside the network; the module security/secret-rotation sees to it
  for_each = var.database.credentials.users

  name                    = "${var.name}-${each.key}"
  description             = "Credentials of the user ${each.key} of ${var.name}"
  kms_key_id              = var.kms_key_arn
  recovery_window_in_days = var.operations.skip_final_snapshot ? 0 : 30

  tags = var.tags
}

resource "aws_secretsmanager_secret_version" "user" {
  for_each = var.database.credentials.users

  secret_id = aws_secretsmanager_secret.user[each.key].id
  secret_string_wo = jsonencode({
    username = each.key
    password = ephemeral.aws_secretsmanager_random_password.user[each.key].random_password
    host     = aws_db_instance.this[0].address
    port     = local.port
    dbname   = var.database.name
  })
  secret_string_wo_version = var.database.credentials.password_version
}

resource "aws_secretsmanager_secret_rotation" "master" {
  count = local.generates_password && var.database.credentials.rotation != null ? 1 : 0

  secret_id           = aws_secretsmanager_secret.master[0].id
  rotation_lambda_arn = var.database.credentials.rotation.lambda_arn

  rotation_rules {
    automatically_after_days = var.database.credentials.rotation.days
  }

  depends_on = [
    aws_rds_cluster_instance.this,
    aws_secretsmanager_secret_version.connection,
    aws_secretsmanager_secret_version.master,
  ]
}
