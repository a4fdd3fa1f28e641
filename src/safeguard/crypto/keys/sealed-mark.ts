const FIRST = '{"box":'

/** A sealed key file begins as no PKCS #8 in PEM and no key of 32 random bytes does. */
export const isSealed = (bytes: Uint8Array): boolean =>
  Buffer.from(bytes.subarray(0, FIRST.length)).toString('latin1') === FIRST
