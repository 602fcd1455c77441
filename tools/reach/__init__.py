"""Reachability: who can newly reach what, from the security groups, network ACLs, routes and addresses of a plan.

``compare(before, after)`` is the whole of it. What is taken into account, and what is not:

- A flow from the internet *reaches* its target where a security group lets it in, a route table of the target's
  subnets leads to an internet gateway, the target has a public address, and the network ACL lets the question in and
  the answer out. Where only the security group does, the flow is told with lower danger.
- Flows between things need the source's own outward rules, and the network ACLs of both subnets, too.
- Load balancers, NAT and transit gateways end a flow here: who reaches a load balancer, and whom the load balancer
  reaches, are two flows. The internet is not taken to come in through a transit gateway or a VPN.
- What is not known (missing in the values, or not part of the plan) is taken for open, and said.
"""

from .compare import compare

__all__ = ["compare"]
