/* A little work before a report is sent: a number for which SHA-256 (FIPS 180-4) of ticket and number begins with so many
   zero bits. Written out here, as a page without https lacks crypto.subtle. */
const K = (() => {
  const primes = [];
  for (let n = 2; primes.length < 64; n++) if (primes.every(p => n % p)) primes.push(n);
  return Int32Array.from(primes, p => ((Math.cbrt(p) % 1) * 0x100000000) | 0);
})();
const START = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];
const SLICE_MS = 12; // at a time, so that the page stays quick
const w = new Int32Array(64);

const turn = (x, n) => (x >>> n) | (x << (32 - n));

function blocks(text) {
  const bytes = new TextEncoder().encode(text), padded = new Uint8Array((((bytes.length + 8) >> 6) + 1) << 6);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 4, bytes.length << 3);
  return view;
}

/* The first 32 bits of the digest, which is all that is asked. */
export function head(text) {
  const view = blocks(text), state = Int32Array.from(START);
  for (let at = 0; at < view.byteLength; at += 64) {
    for (let t = 0; t < 16; t++) w[t] = view.getInt32(at + 4 * t);
    for (let t = 16; t < 64; t++) {
      const a = w[t - 15], b = w[t - 2];
      w[t] = (w[t - 16] + w[t - 7] + (turn(a, 7) ^ turn(a, 18) ^ (a >>> 3)) + (turn(b, 17) ^ turn(b, 19) ^ (b >>> 10))) | 0;
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let t = 0; t < 64; t++) {
      const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + K[t] + w[t]) | 0;
      const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      [a, b, c, d, e, f, g, h] = [(one + two) | 0, a, b, c, (d + one) | 0, e, f, g];
    }
    [a, b, c, d, e, f, g, h].forEach((each, n) => { state[n] = (state[n] + each) | 0; });
  }
  return state[0] >>> 0;
}

export async function work(ticket, bits) {
  for (let n = 0; ;) {
    for (const until = performance.now() + SLICE_MS; performance.now() < until; n++)
      if (!bits || head(`${ticket}:${n}`) >>> (32 - bits) === 0) return String(n);
    await new Promise(go => setTimeout(go, 0));
  }
}
