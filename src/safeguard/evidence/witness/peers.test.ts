import { expect, test } from 'vitest'
import { testSigner, testWitness } from '../../../../test/support/receipts.ts'
import { policyOf, readPeers } from './peers.ts'

const { vkey } = testWitness('witness.example/w1')
const read = (...witnesses: string[]) => readPeers({ witnesses, witnessQuorum: 0 })

test('an address is one that everyone may be told, and that a path can be put behind', () => {
  for (const url of [
    'https://user:secret@witness.example',
    'https://witness.example/?token=secret',
    'https://witness.example/#w',
    'http://[',
    '',
  ]) {
    const failure = (() => {
      try {
        return read(`${vkey} ${url}`)
      } catch (error) {
        return error as { code: string; message: string }
      }
    })()
    expect([url, failure]).toMatchObject([url, { code: 'CONFIG_INVALID' }])
    expect((failure as { message: string }).message).not.toContain('secret')
  }
  expect(read(`${vkey} https://witness.example/w/`).all[0]!.url).toBe('https://witness.example/w')
})

test('a log is no witness, none counts twice, and a quorum can be reached', () => {
  const at = 'https://witness.example'
  expect(() => read(`${testSigner('international').vkey} ${at}`)).toThrow(
    expect.objectContaining({ code: 'CONFIG_INVALID' }),
  )
  expect(() => read(`${vkey} ${at}`, `${vkey} ${at}/other`)).toThrow(
    expect.objectContaining({ code: 'CONFIG_INVALID' }),
  )
  const settings = { witnesses: [`${vkey} ${at}`], witnessQuorum: 2 }
  expect(() => readPeers(settings)).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }))
  expect(policyOf(['log+1+x'], read(`${vkey} ${at}`))).toContain(`witness w1 ${vkey} ${at}`)
})
