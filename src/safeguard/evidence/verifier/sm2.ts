import { weierstrass } from '@noble/curves/abstract/weierstrass.js'
import { joinBytes, utf8 } from './bytes.ts'
import { sm3 } from './sm3.ts'

/** The recommended curve of GB/T 32918.5-2017. */
const CURVE = {
  p: 0xfffffffeffffffffffffffffffffffffffffffff00000000ffffffffffffffffn,
  n: 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n,
  h: 1n,
  a: 0xfffffffeffffffffffffffffffffffffffffffff00000000fffffffffffffffcn,
  b: 0x28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93n,
  Gx: 0x32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7n,
  Gy: 0xbc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0n,
}
const Point = weierstrass(CURVE)

/** GM/T 0009-2012 §10: the identity where nothing else is agreed. */
const STANDARD_ID = utf8('1234567812345678')
export const SM2_POINT_BYTES = 65

/**
 * Whether `signature` (r ‖ s, 32 bytes each) over `message` is by the key (04 ‖ x ‖ y) under the standard identity:
 * GB/T 32918.2-2016 §7.1. Never throws.
 */
export function verifySm2(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== SM2_POINT_BYTES || publicKey[0] !== 4 || signature.length !== 64) return false
  try {
    const key = Point.fromBytes(publicKey)
    key.assertValidity()
    const [r, s] = [number(signature.subarray(0, 32)), number(signature.subarray(32))]
    if (r < 1n || r >= CURVE.n || s < 1n || s >= CURVE.n) return false
    const t = (r + s) % CURVE.n
    if (t === 0n) return false
    const { x } = Point.BASE.mulAddUnsafe(s, key, t).toAffine()
    const e = number(sm3(joinBytes(identity(publicKey), message)))
    return (e + x) % CURVE.n === r
  } catch {
    return false
  }
}

/** Z_A: SM3 of the identity, the curve and the key, GB/T 32918.2-2016 §5.5. */
function identity(publicKey: Uint8Array): Uint8Array {
  const bits = STANDARD_ID.length * 8
  return sm3(
    joinBytes(
      Uint8Array.of(bits >> 8, bits & 0xff),
      STANDARD_ID,
      ...[CURVE.a, CURVE.b, CURVE.Gx, CURVE.Gy].map(bytes32),
      publicKey.subarray(1),
    ),
  )
}

const number = (bytes: Uint8Array): bigint => bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n)

const bytes32 = (value: bigint): Uint8Array =>
  Uint8Array.from({ length: 32 }, (_, i) => Number((value >> BigInt(8 * (31 - i))) & 0xffn))
