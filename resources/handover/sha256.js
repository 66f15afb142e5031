// SHA-256 (FIPS 180-4), HMAC (RFC 2104) and UUIDv7 (RFC 9562): a page of file:// may lack crypto.subtle.
"use strict";

const SHA_K = (() => {
  const primes = [];
  for (let n = 2; primes.length < 64; n++) if (primes.every((p) => n % p)) primes.push(n);
  return Uint32Array.from(primes, (p) => ((Math.cbrt(p) % 1) * 0x100000000) >>> 0);
})();

const SHA_START = Uint32Array.of(
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
);

const shaTurn = (x, n) => (x >>> n) | (x << (32 - n));

function shaPadded(bytes) {
  const padded = new Uint8Array((((bytes.length + 8) >> 6) + 1) << 6);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 8, Math.floor(bytes.length / 0x20000000));
  view.setUint32(padded.length - 4, (bytes.length << 3) >>> 0);
  return view;
}

function shaBlock(state, view, at, w) {
  for (let t = 0; t < 16; t++) w[t] = view.getUint32(at + 4 * t);
  for (let t = 16; t < 64; t++) {
    const a = w[t - 15], b = w[t - 2];
    const s0 = shaTurn(a, 7) ^ shaTurn(a, 18) ^ (a >>> 3);
    const s1 = shaTurn(b, 17) ^ shaTurn(b, 19) ^ (b >>> 10);
    w[t] = w[t - 16] + s0 + w[t - 7] + s1;
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let t = 0; t < 64; t++) {
    const s1 = shaTurn(e, 6) ^ shaTurn(e, 11) ^ shaTurn(e, 25);
    const one = (h + s1 + ((e & f) ^ (~e & g)) + SHA_K[t] + w[t]) >>> 0;
    const s0 = shaTurn(a, 2) ^ shaTurn(a, 13) ^ shaTurn(a, 22);
    const two = (s0 + ((a & b) ^ (a & c) ^ (b & c))) >>> 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) >>> 0, c, b, a, (one + two) >>> 0];
  }
  [a, b, c, d, e, f, g, h].forEach((value, n) => { state[n] += value; });
}

function sha256(bytes) {
  const state = Uint32Array.from(SHA_START), view = shaPadded(bytes), w = new Uint32Array(64);
  for (let at = 0; at < view.byteLength; at += 64) shaBlock(state, view, at, w);
  const out = new DataView(new ArrayBuffer(32));
  state.forEach((word, n) => out.setUint32(4 * n, word));
  return new Uint8Array(out.buffer);
}

const toHex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const fromHex = (text) => Uint8Array.from(text.match(/../g), (pair) => parseInt(pair, 16));
const toBytes = (text) => new TextEncoder().encode(text);

function hmac(key, text) {
  const block = new Uint8Array(64);
  block.set(key.length > 64 ? sha256(key) : key);
  const padded = (byte, rest) => {
    const all = new Uint8Array(64 + rest.length);
    all.set(block.map((each) => each ^ byte));
    all.set(rest, 64);
    return all;
  };
  return sha256(padded(0x5c, sha256(padded(0x36, toBytes(text)))));
}

function newId(now) {
  const noise = crypto.getRandomValues(new Uint8Array(10));
  noise[0] = (noise[0] & 0x0f) | 0x70;
  noise[2] = (noise[2] & 0x3f) | 0x80;
  const hex = now.toString(16).padStart(12, "0") + toHex(noise);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
