-- GET or PUT of each of the groups in turn: wrk -s wrk.lua <url> -- <method> <prefix of the path> <groups> <first build>
-- Every PUT changes its group: each time that it comes round it has the next build.
local count = 0
local method, prefix, groups, build

function init(args)
  method, prefix, groups, build = args[1], args[2], tonumber(args[3]), tonumber(args[4])
end

local function address(host)
  return string.format('"10.%d.%d.%d:9100"', math.floor(host / 65536) % 256, math.floor(host / 256) % 256, host % 256)
end

function request()
  local group = count % groups
  local name = string.format("app-%06d", group)
  local path = string.format("%s/%s/prod", prefix, name)
  local round = build + math.floor(count / groups)
  count = count + 1
  if method == "GET" then return wrk.format("GET", path) end
  local targets = address(10 * group + 1) .. "," .. address(10 * group + 2) .. "," .. address(10 * group + 3)
  local labels = string.format('{"job":"%s","env":"prod","build":"%d"}', name, round)
  local body = string.format('{"targets":[%s],"labels":%s}', targets, labels)
  return wrk.format(method, path, { ["Content-Type"] = "application/json" }, body)
end

function done(summary)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  io.write(string.format('{"requests":%d,"microseconds":%d,"failed":%d}\n', summary.requests, summary.duration, failed))
end
