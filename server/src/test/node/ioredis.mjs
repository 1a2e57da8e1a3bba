// ioredis with its defaults: HELLO 3, CLIENT SETINFO, and INFO as the check that the server is ready.
//
//   node ioredis.mjs PORT

import assert from "node:assert/strict";
import { once } from "node:events";
import { Redis } from "ioredis";

const redis = new Redis(Number(process.argv[2]), "127.0.0.1");
redis.on("error", (failure) => {
  console.error(failure);
  process.exit(1);
});
await once(redis, "ready");

const info = await redis.client("INFO");
assert.match(info, /resp=3/);
assert.match(info, /lib-name=ioredis/);

assert.equal(await redis.ping(), "PONG");
assert.equal(await redis.set("k", "v", "EX", 100), "OK");
assert.equal(await redis.get("k"), "v");
assert.ok([99, 100].includes(await redis.ttl("k")));
assert.equal(await redis.set("k", "w", "NX"), null);
assert.equal(await redis.getdel("k"), "v");
assert.equal(await redis.get("k"), null);

assert.equal(await redis.mset({ a: "1", b: "2" }), "OK");
assert.deepEqual(await redis.mget("a", "none", "b"), ["1", null, "2"]);
assert.equal(await redis.incrby("a", 41), 42);
assert.equal(await redis.expire("b", 100), 1);
assert.equal(await redis.pexpire("b", 0), 1);
assert.equal(await redis.exists("b"), 0);

await redis.set("word", "no number");
await assert.rejects(redis.incr("word"), { message: "ERR value is not an integer or out of range" });

const bytes = Buffer.alloc(300_000, Uint8Array.from({ length: 256 }, (_, index) => index));
assert.equal(await redis.set(Buffer.from([0, 13, 10, 255]), bytes), "OK");
assert.deepEqual(await redis.getBuffer(Buffer.from([0, 13, 10, 255])), bytes);

const pipeline = redis.pipeline();
for (let number = 0; number < 2000; number++) {
  pipeline.set(`k${number}`, `v${number}`).get(`k${number}`);
}
const replies = await pipeline.exec();
assert.equal(replies.length, 4000);
for (let number = 0; number < 2000; number++) {
  assert.deepEqual(replies[2 * number], [null, "OK"]);
  assert.deepEqual(replies[2 * number + 1], [null, `v${number}`]);
}

const found = new Set();
for await (const keys of redis.scanStream({ match: "k*", count: 100 })) {
  keys.forEach((key) => found.add(key));
}
assert.equal(found.size, 2000);

const third = redis.duplicate({ db: 3 });
assert.equal(await third.get("a"), null);
await third.quit();
await redis.quit();
console.log("ioredis: all as expected");
