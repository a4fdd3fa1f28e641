import {
  BLOB,
  type DuckDBBlobVector,
  type DuckDBConnection,
  DuckDBScalarFunction,
  type DuckDBType,
  UHUGEINT,
  VARCHAR,
} from '@duckdb/node-api'
import {
  BLOCK_BYTES,
  ENGINE_FUNCTIONS,
  engineLacksHash,
  suite,
} from '../../../safeguard/crypto/hashing/index.ts'

const DIGEST_BYTES = 32

/** Gives the engine the hash of the suite where it has none of its own: some 5 to 15 µs a value, in the thread of Node. */
export function registerSuite(connection: DuckDBConnection): void {
  if (!engineLacksHash()) return
  const { hash } = suite()
  define(connection, ENGINE_FUNCTIONS.hash, VARCHAR, (bytes) => hash.of(bytes).toString('hex'))
  // Two 64-bit halves as the engine orders them in a number: the first bytes are the high ones.
  define(connection, ENGINE_FUNCTIONS.fingerprint, UHUGEINT, (bytes) => {
    const digest = hash.of(bytes)
    return (digest.readBigUInt64BE(0) << 64n) | digest.readBigUInt64BE(8)
  })
  const outer = Buffer.alloc(BLOCK_BYTES + DIGEST_BYTES)
  // Lines of one settlement stand together: what comes again is not computed again.
  let last: Uint8Array = Buffer.alloc(0)
  let lastMac = ''
  // Both padded keys lie before the message, so that one value crosses and not three.
  define(connection, ENGINE_FUNCTIONS.mac, VARCHAR, (bytes) => {
    if (Buffer.compare(bytes, last) === 0) return lastMac
    outer.set(bytes.subarray(0, BLOCK_BYTES))
    outer.set(hash.of(bytes.subarray(BLOCK_BYTES)), BLOCK_BYTES)
    last = Buffer.from(bytes)
    lastMac = hash.of(outer).toString('hex')
    return lastMac
  })
}

/** NULL gives NULL. An error inside would name a value: none of these throws. */
function define(
  connection: DuckDBConnection,
  name: string,
  returnType: DuckDBType,
  of: (bytes: Uint8Array) => string | bigint,
): void {
  connection.registerScalarFunction(
    DuckDBScalarFunction.create({
      name,
      parameterTypes: [BLOB],
      returnType,
      mainFunction: (_info, input, output) => {
        const values = input.getColumnVector(0) as DuckDBBlobVector
        for (let i = 0; i < input.rowCount; i++) {
          const bytes = values.getItemBytes(i)
          output.setItem(i, bytes === null ? null : of(bytes))
        }
        output.flush()
      },
    }),
  )
}
