// node-redis with its defaults: HELLO 3, CLIENT SETINFO, CLIENT MAINT_NOTIFICATIONS.
//
//   node node-redis.mjs PORT

import assert from "node:assert/strict";
import { createClient, RESP_TYPES } from "redis";

const redis = createClient({ url: `redis://127.0.0.1:${process.argv[2]}` });
redis.on("error", (failure) => {
  console.error(failure);
  process.exit(1);
});
await redis.connect();

const info = await redis.sendCommand(["CLIENT", "INFO"]);
assert.match(info, /resp=3/);
assert.match(info, /lib-name=node-redis/);

assert.equal(await redis.ping(), "PONG");
assert.equal(await redis.set("k", "v", { expiration: { type: "EX", value: 100 } }), "OK");
assert.equal(await redis.get("k"), "v");
assert.ok([99, 100].includes(await redis.ttl("k")));
assert.equal(await redis.set("k", "w", { condition: "NX" }), null);
assert.equal(await redis.getDel("k"), "v");
assert.equal(await redis.get("k"), null);

assert.equal(await redis.mSet({ a: "1", b: "2" }), "OK");
assert.deepEqual(await redis.mGet(["a", "none", "b"]), ["1", null, "2"]);
assert.equal(await redis.incrBy("a", 41), 42);
assert.equal(await redis.expire("b", 100), 1);
assert.equal(await redis.pExpire("b", 0), 1);
assert.equal(await redis.exists("b"), 0);

await redis.set("word", "no number");
await assert.rejects(redis.incr("word"), { message: "ERR value is not an integer or out of range" });

const raw = redis.withTypeMapping({ [RESP_TYPES.BLOB_STRING]: Buffer });
const bytes = Buffer.alloc(300_000, Uint8Array.from({ length: 256 }, (_, index) => index));
assert.equal(await redis.set(Buffer.from([0, 13, 10, 255]), bytes), "OK");
assert.deepEqual(await raw.get(Buffer.from([0, 13, 10, 255])), bytes);

// Requests made in one turn of the event loop leave together.
const numbers = Array.from({ length: 2000 }, (_, number) => number);
const written = await Promise.all(numbers.map((number) => redis.set(`k${number}`, `v${number}`)));
assert.deepEqual(written, numbers.map(() => "OK"));
const read = await Promise.all(numbers.map((number) => redis.get(`k${number}`)));
assert.deepEqual(read, numbers.map((number) => `v${number}`));
assert.deepEqual(await redis.multi().incr("n").incr("n").execAsPipeline(), [1, 2]);

const found = new Set();
for await (const keys of redis.scanIterator({ MATCH: "k*", COUNT: 100 })) {
  keys.forEach((key) => found.add(key));
}
assert.equal(found.size, 2000);

const third = await redis.duplicate({ database: 3 }).connect();
assert.equal(await third.get("a"), null);
await third.close();
await redis.close();
console.log("node-redis: all as expected");
