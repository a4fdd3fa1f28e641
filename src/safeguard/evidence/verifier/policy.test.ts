import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { runs } from '../../../../test/support/runs.ts'
import { testReceipts, testSigner, testWitness } from '../../../../test/support/receipts.ts'
import { addSignatures, checkPolicy, isWitnessed, type Policy, parsePolicy } from './index.ts'

const signer = testSigner('international')
const made = await testReceipts('international', 3, signer)
const witnesses = Object.fromEntries(
  ['X1', 'X2', 'X3', 'Y1', 'Y2'].map((name) => [name, testWitness(`w.example/${name}`)]),
)
const line = (name: string) => `witness ${name} ${witnesses[name]!.vkey}\n`
const all = Object.keys(witnesses).map(line).join('')
const LOG = `log ${signer.vkey}\n`
/** The example of the specification. */
const EXAMPLE = `${LOG}${all}group X 2 X1 X2 X3\ngroup Y any Y1 Y2\ngroup X-and-Y all X Y\nquorum X-and-Y\n`
const signedBy = (...names: string[]) =>
  addSignatures(
    made.note,
    names.map((name) => witnesses[name]!.cosign(made.note)),
  )
const read = (text: string): Policy => {
  const policy = parsePolicy(text)
  if (typeof policy === 'string') throw new Error(policy)
  return policy
}

describe('a policy file', () => {
  test('is read with comments, tabs and white space, URLs, and any order of logs and witnesses', () => {
    const text = `# 谁说了算\n\n\t ${line('X1')}  log\t${signer.vkey} https://log.example/ \n  quorum X1\t\n`
    const policy = read(
      text.replace('witness X1', 'witness\tX1').replace(/\n  log/, ' https://w.example/\n  log'),
    )
    expect(policy.logs[0]).toMatchObject({ vkey: signer.vkey, url: 'https://log.example/' })
    expect(policy.witnesses[0]).toMatchObject({ name: 'X1', url: 'https://w.example/' })
    expect(policy.quorum).toBe('X1')
    expect(read('quorum none\n')).toEqual({ logs: [], witnesses: [], groups: [], quorum: null })
  })

  test.each([
    ['no quorum', LOG],
    ['nothing', ''],
    ['two quorums', 'quorum none\nquorum none\n'],
    ['a quorum of two names', `${all}quorum X1 X2\n`],
    ['a quorum named below', `quorum X1\n${all}`],
    ['an unknown quorum', `${all}quorum Z\n`],
    ['an unknown word', `wittness X1 ${witnesses['X1']!.vkey}\nquorum none\n`],
    ['the same log twice', `${LOG}${LOG}quorum none\n`],
    ['the same witness twice', `${line('X1')}witness other ${witnesses['X1']!.vkey}\nquorum none\n`],
    ['the same name twice', `${line('X1')}witness X1 ${witnesses['X2']!.vkey}\nquorum none\n`],
    ['a group with the name of a witness', `${all}group X1 any X2\nquorum X1\n`],
    ['a witness named none', `witness none ${witnesses['X1']!.vkey}\nquorum none\n`],
    ['a group named none', `${all}group none any X1\nquorum none\n`],
    ['none as a member', `${all}group g any none\nquorum g\n`],
    ['a group named below', `${all}group g any h\ngroup h any X1\nquorum g\n`],
    ['a group of itself', `${all}group g any g\nquorum g\n`],
    ['a member of two groups', `${all}group g any X1\ngroup h any X1\nquorum h\n`],
    ['a member twice', `${all}group g 2 X1 X1\nquorum g\n`],
    ['no members', `${all}group g any\nquorum g\n`],
    ['a threshold of zero', `${all}group g 0 X1\nquorum g\n`],
    ['a threshold above its members', `${all}group g 2 X1\nquorum g\n`],
    ['a threshold with a leading zero', `${all}group g 01 X1\nquorum g\n`],
    ['a negative threshold', `${all}group g -1 X1\nquorum g\n`],
    ['a log with the key of a witness', `log ${witnesses['X1']!.vkey}\nquorum none\n`],
    ['a witness with the key of a log', `witness a ${signer.vkey}\nquorum none\n`],
    ['a key that is none', 'log a+00000000+AAAA\nquorum none\n'],
    ['too many words', `log ${signer.vkey} https://a b\nquorum none\n`],
    ['no newline at the end', 'quorum none'],
    ['a carriage return', 'quorum none\r\n'],
    ['a control character', '# \u0007\nquorum none\n'],
    ['a no-break space between words', `quorum\u00a0none\n`],
  ])('with %s is refused', (_, text) => {
    expect(parsePolicy(text)).toBeTypeOf('string')
  })

  test('of 4,096 lines is read, of more is not; 32 logs, witnesses and groups are', () => {
    expect(parsePolicy(`${'#\n'.repeat(4_095)}quorum none\n`)).toBeTypeOf('object')
    expect(parsePolicy(`${'#\n'.repeat(4_096)}quorum none\n`)).toBeTypeOf('string')
    const many = Array.from({ length: 32 }, (_, at) => testWitness(`w.example/${at}`))
    const logs = Array.from({ length: 32 }, (_, at) => testSigner('international', `log.example/${at}`))
    const policy = read(
      `${logs.map((one) => `log ${one.vkey}\n`).join('')}${many
        .map((one, at) => `witness w${at} ${one.vkey}\ngroup g${at} any w${at}\n`)
        .join('')}group last 16 ${many.map((_, at) => `g${at}`).join(' ')}\nquorum last\n`,
    )
    expect(policy.groups).toHaveLength(33)
  })
})

describe('a checkpoint under a policy', () => {
  test.each([
    [['X1', 'X2', 'Y1'], true],
    [['X1', 'X3', 'Y2'], true],
    [['X1', 'X2', 'X3', 'Y1', 'Y2'], true],
    [['X1', 'Y1', 'Y2'], false],
    [['X1', 'X2', 'X3'], false],
    [[], false],
  ])('signed by %j', (names, holds) => {
    const verdict = checkPolicy(read(EXAMPLE), signedBy(...names))
    expect(verdict.holds).toBe(holds)
    expect(verdict.why === null).toBe(holds)
    expect(verdict.witnesses.map((one) => one.name)).toEqual(names)
    expect(verdict.log).toBe(signer.vkey)
    expect(verdict.missing).toEqual(Object.keys(witnesses).filter((one) => !names.includes(one)))
  })

  test('copies of one signature count once', () => {
    const twice = signedBy('X1', 'Y1') + witnesses['X1']!.cosign(made.note, 1_800_000_000)
    const verdict = checkPolicy(read(EXAMPLE), twice)
    expect(verdict.holds).toBe(false)
    expect(verdict.witnesses.find((one) => one.name === 'X1')!.at).toBe(1_800_000_000)
  })

  test('a cosignature of another checkpoint, or under another time, spoils the note', async () => {
    const other = await testReceipts('international', 4, signer)
    const foreign = made.note + witnesses['X1']!.cosign(other.note)
    expect(checkPolicy(read(EXAMPLE), foreign)).toMatchObject({ holds: false, witnesses: [] })
    // A quorum beside it does not heal it: a known name with a false signature is an attack or a fault, never noise.
    const spoiled = signedBy('X1', 'X2', 'Y1') + witnesses['X3']!.cosign(other.note)
    expect(checkPolicy(read(EXAMPLE), spoiled)).toMatchObject({ holds: false, witnesses: [] })
    const cosigned = signedBy('X1', 'X2', 'Y1')
    const at = cosigned.indexOf('w.example/X1') + 'w.example/X1 '.length
    const bytes = Buffer.from(cosigned.slice(at, cosigned.indexOf('\n', at)), 'base64')
    bytes[11]! ^= 1
    const later =
      cosigned.slice(0, at) + bytes.toString('base64') + cosigned.slice(cosigned.indexOf('\n', at))
    expect(checkPolicy(read(EXAMPLE), later)).toMatchObject({ holds: false })
  })

  test('another log, or no log, is not the one of the policy', async () => {
    const stranger = await testReceipts('international', 3, testSigner('international', 'other.example/log'))
    expect(checkPolicy(read(`${LOG}quorum none\n`), stranger.note)).toMatchObject({ holds: false, log: null })
    expect(checkPolicy(read('quorum none\n'), stranger.note)).toMatchObject({ holds: true, log: null })
    expect(checkPolicy(read(`${LOG}quorum none\n`), made.note)).toMatchObject({
      holds: true,
      log: signer.vkey,
    })
  })

  test('a log that signs under the name of another is not that one', async () => {
    const named = testSigner('international', 'a.example/log')
    const text = made.note.slice(0, made.note.indexOf('\n\n') + 1)
    const note = await named.signWith(named.vkey, text)
    expect(checkPolicy(read(`log ${named.vkey}\nquorum none\n`), note)).toMatchObject({
      holds: false,
      log: null,
    })
  })
})

test('more signatures never break a quorum, and a quorum is never reached by none', () => {
  const groups = read(EXAMPLE)
  fc.assert(
    fc.property(fc.subarray(Object.keys(witnesses)), fc.subarray(Object.keys(witnesses)), (some, more) => {
      const few = isWitnessed(groups, new Set(some))
      expect(isWitnessed(groups, new Set([...some, ...more])) || !few).toBe(true)
      const xs = some.filter((one) => one.startsWith('X')).length
      expect(few).toBe(xs >= 2 && some.some((one) => one.startsWith('Y')))
    }),
    { numRuns: runs(300) },
  )
})
