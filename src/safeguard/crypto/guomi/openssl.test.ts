import { createPrivateKey, sign as nodeSign } from 'node:crypto'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { numberOf } from './curve.ts'
import { sm2Signature } from './sm2.ts'

const folder = mkdtempSync(join(tmpdir(), 'xinyu-openssl-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const at = (name: string) => join(folder, name)
const openssl = (...words: string[]) => execFileSync('openssl', words, { cwd: folder, stdio: 'pipe' })

const MESSAGE = Buffer.from('信域 and OpenSSL')
const AS = ['-rawin', '-digest', 'sm3', '-pkeyopt', 'distid:1234567812345678']

/** Null where this machine has an OpenSSL that signs by SM2, else why it has none. */
function lacking(): string | null {
  try {
    openssl('ecparam', '-name', 'SM2', '-genkey', '-noout', '-out', 'plain.pem')
    openssl('pkcs8', '-topk8', '-nocrypt', '-in', 'plain.pem', '-out', 'theirs.pem')
    openssl('pkey', '-in', 'theirs.pem', '-pubout', '-out', 'theirs.pub')
    writeFileSync(at('message'), MESSAGE)
    openssl('pkeyutl', '-sign', '-in', 'message', '-inkey', 'theirs.pem', '-out', 'theirs.sig', ...AS)
    return null
  } catch (error) {
    return (error as Error).message
  }
}

const why = lacking()

/** SEQUENCE of two INTEGERs ↔ r ‖ s. */
function fromDer(der: Buffer): Buffer {
  const length = der[3]!
  const [r, s] = [der.subarray(4, 4 + length), der.subarray(6 + length)]
  return Buffer.concat([r, s].map((one) => Buffer.from(numberOf(one).toString(16).padStart(64, '0'), 'hex')))
}
function toDer(raw: Buffer): Buffer {
  const integers = [raw.subarray(0, 32), raw.subarray(32)].map((half) => {
    const first = half.findIndex((byte) => byte !== 0)
    const body =
      half[first]! >= 0x80 ? Buffer.concat([Buffer.from([0]), half.subarray(first)]) : half.subarray(first)
    return Buffer.concat([Buffer.from([2, body.length]), body])
  })
  const inner = Buffer.concat(integers)
  return Buffer.concat([Buffer.from([0x30, inner.length]), inner])
}

const verified = (signature: Buffer, publicKey: string): boolean => {
  writeFileSync(at('ours.sig'), toDer(signature))
  try {
    openssl(
      'pkeyutl',
      '-verify',
      '-in',
      'message',
      '-pubin',
      '-inkey',
      publicKey,
      '-sigfile',
      'ours.sig',
      ...AS,
    )
    return true
  } catch {
    return false
  }
}

describe.skipIf(why !== null)(
  `openssl pkeyutl with the standard identity${why ? ` (skipped: ${why})` : ''}`,
  () => {
    test('verifies what we sign, with a key of its own and with one of ours', () => {
      const theirs = createPrivateKey(readFileSync(at('theirs.pem')))
      expect(verified(sm2Signature.sign(theirs, MESSAGE), 'theirs.pub')).toBe(true)
      const ours = sm2Signature.generate()
      writeFileSync(at('ours.pem'), ours.export({ format: 'pem', type: 'pkcs8' }))
      openssl('pkey', '-in', 'ours.pem', '-pubout', '-out', 'ours.pub')
      expect(verified(sm2Signature.sign(ours, MESSAGE), 'ours.pub')).toBe(true)
      expect(verified(sm2Signature.sign(ours, MESSAGE), 'theirs.pub')).toBe(false)
    })

    test('signs what we verify, and its public key is the one we read', () => {
      const theirs = createPrivateKey(readFileSync(at('theirs.pem')))
      const publicKey = sm2Signature.publicKey(theirs)
      const spki = execFileSync('openssl', ['pkey', '-pubin', '-in', 'theirs.pub', '-outform', 'DER'], {
        cwd: folder,
      })
      expect(spki.subarray(-65)).toEqual(publicKey)
      const signature = fromDer(readFileSync(at('theirs.sig')))
      expect(sm2Signature.verify(publicKey, MESSAGE, signature)).toBe(true)
      expect(sm2Signature.verify(publicKey, Buffer.from('信域'), signature)).toBe(false)
    })

    test('does not verify what Node signs by itself: the trap is still there', () => {
      const ours = sm2Signature.generate()
      writeFileSync(at('trap.pem'), ours.export({ format: 'pem', type: 'pkcs8' }))
      openssl('pkey', '-in', 'trap.pem', '-pubout', '-out', 'trap.pub')
      const again = createPrivateKey(readFileSync(at('trap.pem')))
      for (const key of [ours, again]) {
        const signature = fromDer(nodeSign('sm3', MESSAGE, key))
        expect(verified(signature, 'trap.pub')).toBe(false)
        expect(sm2Signature.verify(sm2Signature.publicKey(ours), MESSAGE, signature)).toBe(false)
      }
    })
  },
)
