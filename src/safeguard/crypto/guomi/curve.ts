/** The recommended curve of GB/T 32918.5-2017, annex A, and the standard identity of GB/T 35276. */
const big = (hex: string): bigint => BigInt(`0x${hex}`)

export const P = big('FFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF')
export const A = P - 3n
export const B = big('28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93')
export const N = big('FFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123')
const GX = big('32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7')
const GY = big('BC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0')

/** Who signs, where nobody says otherwise. Both ends must use the same. */
export const STANDARD_IDENTITY = '1234567812345678'

export const bytes32 = (number: bigint): Buffer => Buffer.from(number.toString(16).padStart(64, '0'), 'hex')
export const numberOf = (bytes: Uint8Array): bigint =>
  BigInt(`0x${Buffer.from(bytes).toString('hex') || '0'}`)

/** What is hashed before the public key in Z: a, b and the base point. */
export const CURVE_BYTES = Buffer.concat([A, B, GX, GY].map(bytes32))

export const mod = (number: bigint, by: bigint): bigint => ((number % by) + by) % by

/** Inverse modulo N, which is prime: extended Euclid. */
export function inverse(number: bigint): bigint {
  let [a, b, x, y] = [mod(number, N), N, 1n, 0n]
  while (b !== 0n) {
    const whole = a / b
    ;[a, b] = [b, a - whole * b]
    ;[x, y] = [y, x - whole * y]
  }
  return mod(x, N)
}

/** 65 bytes 04 ‖ x ‖ y of a point on the curve. Compressed and hybrid forms (02, 03, 06, 07) are no keys here. */
export function isPoint(key: Uint8Array): boolean {
  if (key.length !== 65 || key[0] !== 0x04) return false
  const x = numberOf(key.subarray(1, 33))
  const y = numberOf(key.subarray(33))
  if (x >= P || y >= P) return false
  return mod(y * y, P) === mod(x * x * x + A * x + B, P)
}
