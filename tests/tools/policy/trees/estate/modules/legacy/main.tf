resource "aws_security_group" "inline" {
  name        = "inline"
  description = "inline"
  ingress {
    description = "half the world"
    from_port   = 0
    to_port     = 65535
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/1", "10.0.0.0/8"]
  }
}

resource "aws_iam_user" "robot" {
  name = "robot"
}

resource "aws_iam_access_key" "robot" {
  user = aws_iam_user.robot.name
}

resource "aws_db_instance" "this" {
  identifier        = "old"
  engine            = "mysql"
  instance_class    = "db.t3.micro"
  allocated_storage = 20
  username          = "admin"
  password          = "not-a-real-one"
}

resource "aws_ssm_parameter" "secret" {
  name  = "secret"
  type  = "SecureString"
  value = aws_iam_access_key.robot.secret
}

resource "aws_ssm_parameter" "plain" {
  name  = "plain"
  type  = "String"
  value = "text"
}

resource "aws_lambda_function" "this" {
  function_name = "old"
  role          = "arn:aws:iam::123456789012:role/old"
  handler       = "main.handler"
  runtime       = "python3.12"
  s3_bucket     = "code"
  s3_key        = "old.zip"
  environment {
    variables = {
      DB_PASSWORD   = "not-a-real-one"
      DB_SECRET_ARN = "arn:aws:secretsmanager:us-east-1:123456789012:secret:old-a1b2c3"
      API_TOKEN     = "arn:aws:secretsmanager:us-east-1:123456789012:secret:token-a1b2c3"
    }
  }
}

resource "aws_ecs_task_definition" "this" {
  family = "old"
  container_definitions = jsonencode([{
    name        = "app"
    image       = "app:1"
    environment = [{ name = "API_KEY", value = "not-a-real-one" }, { name = "PORT", value = "80" }]
  }])
}

resource "aws_autoscaling_group" "this" {
  name               = "old"
  min_size           = 0
  max_size           = 1
  availability_zones = ["us-east-1a"]
  launch_template {
    id = "lt-0123456789abcdef0"
  }
  tag {
    key                 = "Owner"
    value               = "x"
    propagate_at_launch = true
  }
}

# Named like the log group of another module, whose skip comments are not about this one.
resource "aws_cloudwatch_log_group" "this" {
  name              = "/old"
  retention_in_days = 7
}
