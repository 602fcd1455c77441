cd "$(dirname "$0")" && ./inv lint
