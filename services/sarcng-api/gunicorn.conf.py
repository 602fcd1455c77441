"""How the container serves: one process, a few threads, each with a connection to the database of its own."""

import os

wsgi_app = "sarcng_api.wsgi:application()"
bind = f"0.0.0.0:{os.environ.get('PORT', '8080')}"

worker_class = "gthread"
workers = 1  # more tasks, not more processes: the number of tasks has one owner
threads = int(os.environ.get("DB_CONNECTIONS", "8"))
os.environ["DB_CONNECTIONS"] = str(threads)

# Longer than the load balancer keeps a connection (60 s), so that it never sends a request into one that closes.
keepalive = 75
# On SIGTERM nothing new is taken; what is under way has this long. ECS kills after 30 s.
graceful_timeout = 25
timeout = 30

# The root file system is read-only: the only file that the server needs is in memory.
worker_tmp_dir = "/dev/shm"  # noqa: S108
control_socket_disable = True
proc_name = "sarcng-api"

# The server's own words, in the form of all others.
logconfig_dict = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "sarcng_api.telemetry.JsonFormatter"}},
    "handlers": {"stdout": {"class": "logging.StreamHandler", "formatter": "json", "stream": "ext://sys.stdout"}},
    "loggers": {
        "gunicorn.error": {"level": "INFO", "handlers": ["stdout"], "propagate": False},
        "gunicorn.access": {"level": "WARNING", "handlers": [], "propagate": False},
    },
    "root": {"level": "INFO", "handlers": ["stdout"]},
}


def worker_exit(server, worker):
    """Say goodbye to the database."""
    application = getattr(worker, "wsgi", None)
    if application is not None:
        application.database.close()
