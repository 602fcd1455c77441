locals {
  set    = toset(["b", "a", "b"])
  map    = tomap({ x = "1", y = "2" })
  list   = tolist(["1", "2"])
  tuple  = [1, "two", true, null]
  obj    = { (upper("k")) = "v", "quoted key" = 1, nested = { deep = [{ a = 1 }] } }
  secret = sensitive("hidden")
  chain  = local.later
  later  = "${local.map.x}-${length(local.list)}"
  empty  = {}
  none   = null
}

inputs = {
  set      = local.set
  map      = local.map
  list     = local.list
  tuple    = local.tuple
  obj      = local.obj
  secret   = local.secret
  chain    = local.chain
  empty    = local.empty
  elist    = []
  none     = local.none
  for_map  = { for k, v in local.map : v => k }
  group    = { for s in ["aa", "ab", "b"] : substr(s, 0, 1) => s... }
  splat    = [{ id = 1 }, { id = 2 }][*].id
  cond     = true ? "yes" : "no"
  merged   = merge(local.obj, { nested = 1 })
  missing  = try(local.obj.absent, "default")
  can      = can(local.obj.absent)
  template = "%{if length(local.list) > 1}many%{else}few%{endif}"
}
