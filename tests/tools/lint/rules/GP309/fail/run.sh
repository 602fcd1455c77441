cd /home/alice/project && ./inv lint
