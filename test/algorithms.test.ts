import { createHash, createHmac } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ELSEWHERE } from '../src/safeguard/crypto/index.ts'
import { allCalls, callsIn } from './support/algorithm-calls.ts'
import { countAlgorithms } from './support/count-algorithms.ts'

/** The suites themselves; the portal counts by the suite that the server names, in this one file. */
const SUITE = ['src/safeguard/crypto/', 'web/src/lib/digest.ts']
/** The portal shows the proofs of the log's tree as the verifier counts them. */
const PORTAL = ['web/src/pages/evidence/proof/']

const allowed = (file: string): boolean =>
  [...SUITE, ...PORTAL, ...ELSEWHERE.flatMap(({ files }) => files)].some((place) => file.startsWith(place))

describe('algorithms', () => {
  test('are called by the suites and the named list alone', async () => {
    const calls = await allCalls()
    // Were nothing found at all, the search itself would be broken.
    expect(calls.filter(({ file }) => file.startsWith('src/safeguard/crypto/')).length).toBeGreaterThan(8)
    const strange = calls.filter(({ file }) => !allowed(file))
    expect(strange.map(({ file, what }) => `${file}: ${what}`)).toEqual([])
  })

  test('every place of the named list is there', () => {
    const places = ELSEWHERE.flatMap(({ files }) => files)
    expect(places.filter((place) => !existsSync(join(import.meta.dirname, '..', place)))).toEqual([])
  })

  test.each([
    [`import { createHash } from 'node:crypto'`, 'createHash'],
    [`import {\n  randomUUID,\n  createHmac as mac,\n} from 'crypto'`, 'createHmac'],
    [`import * as c from 'node:crypto'`, 'node:crypto * as c'],
    [`import { sha256 } from '@noble/hashes/sha2.js'`, '@noble/hashes/sha2.js'],
    [`const { sm2 } = await import('sm-crypto-v2')`, 'sm-crypto-v2'],
    [`const { createHash } = process.getBuiltinModule('node:crypto')`, `getBuiltinModule('node:crypto')`],
    ['sql`select md5(name) from t`', 'SQL md5('],
    [`run("select sha256(a) from t")`, 'SQL sha256('],
    [`await crypto.subtle.digest('SHA-256', bytes)`, 'crypto.subtle'],
  ])('a planted call is found: %s', (source, what) => {
    expect(callsIn('src/x.ts', source)).toEqual([{ file: 'src/x.ts', what }])
  })

  test('what only compares, draws or names is no call', () => {
    const source = `import { randomUUID, timingSafeEqual, type KeyObject } from 'node:crypto'
      import type { Hash } from 'node:crypto'
      // createHash from 'node:crypto'
      const a = hash.digest('hex')
      export function digest(b: string) {}`
    expect(callsIn('src/x.ts', source)).toEqual([])
  })

  test('the counter sees calls of this process, and says by whom', () => {
    const counter = countAlgorithms()
    try {
      createHash('md5').update('planted').digest('hex')
      createHmac('sha1', 'key').update('planted').digest('hex')
      createHash('md5')
    } finally {
      counter.stop()
    }
    const counts = counter.counts().filter(({ file }) => file === 'test/algorithms.test.ts')
    expect(counts.map(({ algorithm, calls }) => [algorithm, calls])).toEqual([
      ['md5', 2],
      ['hmac-sha1', 1],
    ])
    createHash('md5')
    expect(counter.counts().find(({ algorithm }) => algorithm === 'md5')!.calls).toBe(2)
  })
})
