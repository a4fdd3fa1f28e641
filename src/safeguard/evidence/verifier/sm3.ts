/**
 * SM3 (GB/T 32905-2016). Our own, because the one library that has it would bring its SM2, SM4 and a second @noble
 * along: twice the size of the whole verifier. Tests hold it equal to OpenSSL's and to the standard's examples.
 */
const START = [0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600, 0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e]
const BLOCK_BYTES = 64
const rotl = (x: number, n: number) => (x << n) | (x >>> (32 - n))
/** T_j <<< (j mod 32), §4.2. */
const ROUND = Int32Array.from({ length: 64 }, (_, j) => rotl(j < 16 ? 0x79cc4519 : 0x7a879d8a, j % 32))
const p0 = (x: number) => x ^ rotl(x, 9) ^ rotl(x, 17)
const p1 = (x: number) => x ^ rotl(x, 15) ^ rotl(x, 23)

/** 32 bytes. */
export const sm3 = (message: Uint8Array): Uint8Array => beginSm3().update(message).digest()

export interface RunningSm3 {
  update(part: Uint8Array): RunningSm3
  /** Ends it. 32 bytes. */
  digest(): Uint8Array
}

/** For what comes in pieces. */
export function beginSm3(): RunningSm3 {
  const state = Int32Array.from(START)
  const words = new Int32Array(68)
  const held = new Uint8Array(BLOCK_BYTES)
  let kept = 0
  let total = 0
  const take = (part: Uint8Array) => {
    const view = new DataView(part.buffer, part.byteOffset, part.byteLength)
    const whole = part.length - (part.length % BLOCK_BYTES)
    for (let at = 0; at < whole; at += BLOCK_BYTES) compress(state, words, view, at)
    held.set(part.subarray(whole))
    kept = part.length - whole
  }
  const running: RunningSm3 = {
    update(part) {
      total += part.length
      const first = Math.min(kept === 0 ? 0 : BLOCK_BYTES - kept, part.length)
      held.set(part.subarray(0, first), kept)
      if (kept + first === BLOCK_BYTES || kept === 0) {
        if (kept > 0) take(held.slice())
        take(part.subarray(first))
      } else kept += first
      return running
    },
    digest() {
      take(pad(held.subarray(0, kept), total))
      const out = new DataView(new ArrayBuffer(32))
      state.forEach((word, i) => out.setInt32(4 * i, word))
      return new Uint8Array(out.buffer)
    },
  }
  return running
}

/** §5.2: the rest of a message of `total` bytes, a one bit, zeros, and the length in bits. */
function pad(rest: Uint8Array, total: number): Uint8Array {
  const blocks = Math.floor((rest.length + 8) / BLOCK_BYTES) + 1
  const bytes = new Uint8Array(blocks * BLOCK_BYTES)
  bytes.set(rest)
  bytes[rest.length] = 0x80
  new DataView(bytes.buffer).setBigUint64(bytes.length - 8, BigInt(total) * 8n)
  return bytes
}

/** §5.3.2 and §5.3.3. */
function compress(state: Int32Array, w: Int32Array, block: DataView, at: number): void {
  for (let j = 0; j < 16; j++) w[j] = block.getInt32(at + 4 * j)
  for (let j = 16; j < 68; j++) {
    w[j] = p1(w[j - 16]! ^ w[j - 9]! ^ rotl(w[j - 3]!, 15)) ^ rotl(w[j - 13]!, 7) ^ w[j - 6]!
  }
  let [a, b, c, d] = [state[0]!, state[1]!, state[2]!, state[3]!]
  let [e, f, g, h] = [state[4]!, state[5]!, state[6]!, state[7]!]
  for (let j = 0; j < 64; j++) {
    const turned = rotl(a, 12)
    const ss1 = rotl((turned + e + ROUND[j]!) | 0, 7)
    const ff = j < 16 ? a ^ b ^ c : (a & b) | (a & c) | (b & c)
    const gg = j < 16 ? e ^ f ^ g : (e & f) | (~e & g)
    const tt1 = (ff + d + (ss1 ^ turned) + (w[j]! ^ w[j + 4]!)) | 0
    const tt2 = (gg + h + ss1 + w[j]!) | 0
    d = c
    c = rotl(b, 9)
    b = a
    a = tt1
    h = g
    g = rotl(f, 19)
    f = e
    e = p0(tt2)
  }
  const next = [a, b, c, d, e, f, g, h]
  for (let i = 0; i < 8; i++) state[i]! ^= next[i]!
}
