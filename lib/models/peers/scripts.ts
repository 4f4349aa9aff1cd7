/**
 * What replicas agree on, as scripts that Redis runs whole. Keys of one router: `lease` names its holder and expires;
 * `fence` numbers the leases; `closed` holds the models nobody may begin to use, and counts only while there is a lease;
 * `uses` holds, by `<replica>|<model>`, until when a use is believed, in Redis's own milliseconds.
 */
const NOW = `local t = redis.call('TIME') local now = t[1] * 1000 + math.floor(t[2] / 1000)`;

/** lease, closed, uses; replica, model, ttl. 1: entered, 0: closed by another replica. */
export const ENTER = `${NOW}
local lease = redis.call('GET', KEYS[1])
if lease and string.sub(lease, 1, #ARGV[1] + 1) ~= ARGV[1] .. ':' then
  if redis.call('HEXISTS', KEYS[2], ARGV[2]) == 1 or redis.call('HEXISTS', KEYS[2], '*') == 1 then return 0 end
end
redis.call('HSET', KEYS[3], ARGV[1] .. '|' .. ARGV[2], now + ARGV[3])
return 1`;

/** uses; replica, model. */
export const LEAVE = `return redis.call('HDEL', KEYS[1], ARGV[1] .. '|' .. ARGV[2])`;

/** lease, closed, fence; replica, ttl. The lease as it is written, or an empty string: another replica has it. */
export const HOLD = `if redis.call('EXISTS', KEYS[1]) == 1 then return '' end
local mine = ARGV[1] .. ':' .. redis.call('INCR', KEYS[3])
redis.call('SET', KEYS[1], mine, 'PX', ARGV[2])
redis.call('DEL', KEYS[2])
return mine`;

/** lease; mine, ttl. 1: still ours, and for another ttl. */
export const CHECK = `if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 1`;

/** lease, closed, uses; mine, replica, model. Uses of the model by others; -1: the lease is not ours any more. */
export const CLOSE = `${NOW}
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return -1 end
redis.call('HSET', KEYS[2], ARGV[3], 1)
local all, count = redis.call('HGETALL', KEYS[3]), 0
for i = 1, #all, 2 do
  local cut = string.find(all[i], '|', 1, true)
  local replica, model = string.sub(all[i], 1, cut - 1), string.sub(all[i], cut + 1)
  if tonumber(all[i + 1]) < now then redis.call('HDEL', KEYS[3], all[i])
  elseif replica ~= ARGV[2] and (ARGV[3] == '*' or ARGV[3] == model) then count = count + 1 end
end
return count`;

/** lease, closed; mine. */
export const REOPEN = `if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[2]) end
return 1`;

/** lease, closed; mine. */
export const DROP = `if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1], KEYS[2]) end
return 1`;

/** lease, closed; replica. Whichever of its leases it is. */
export const DISOWN = `local lease = redis.call('GET', KEYS[1])
if lease and string.sub(lease, 1, #ARGV[1] + 1) == ARGV[1] .. ':' then redis.call('DEL', KEYS[1], KEYS[2]) end
return 1`;

/** lease, closed, uses; replica, mine, ttl, then the models in use. What the others use, an empty string, what they closed. */
export const BEAT = `${NOW}
for i = 4, #ARGV do redis.call('HSET', KEYS[3], ARGV[1] .. '|' .. ARGV[i], now + ARGV[3]) end
local lease = redis.call('GET', KEYS[1])
if lease and lease == ARGV[2] then redis.call('PEXPIRE', KEYS[1], ARGV[3]) end
local all, news = redis.call('HGETALL', KEYS[3]), {}
for i = 1, #all, 2 do
  local cut = string.find(all[i], '|', 1, true)
  if tonumber(all[i + 1]) < now then redis.call('HDEL', KEYS[3], all[i])
  elseif string.sub(all[i], 1, cut - 1) ~= ARGV[1] then table.insert(news, string.sub(all[i], cut + 1)) end
end
table.insert(news, '')
if lease and lease ~= ARGV[2] then
  for _, model in ipairs(redis.call('HKEYS', KEYS[2])) do table.insert(news, model) end
end
return news`;
