inputs = {
  int     = 42
  neg     = -1
  float   = 1.5
  third   = 1 / 3
  big     = 9007199254740993
  huge    = 123456789012345678901234567890
  tiny    = 0.000000001
  exp     = 1e21
  str     = "${9007199254740993}"
  fstr    = "${1.50}"
  div     = 7 / 2
  mod     = 7 % 3
  parsed  = parseint("ff", 16)
  million = 1000000
}
