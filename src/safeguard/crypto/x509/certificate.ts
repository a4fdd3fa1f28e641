import { X509Certificate } from 'node:crypto'
import { AsnConvert } from '@peculiar/asn1-schema'
import { BasicConstraints, id_ce_basicConstraints, id_ce_keyUsage, Name } from '@peculiar/asn1-x509'
import { type Der, readOne } from './der.ts'
import { type Extensions, readExtensions } from './extensions.ts'
import { read, X509Error } from './fault.ts'
import { type CertificateKey, readKey } from './key.ts'
import { BITS, INTEGER, parts, readSigned, SEQUENCE, type Signed, timeOf } from './signed.ts'

/** A certificate (RFC 5280 §4.1). Names are compared as the bytes that were sent. */
export interface X509 {
  readonly der: Buffer
  readonly signed: Signed
  /** Hex, as it was sent. */
  readonly serial: string
  readonly issuer: Buffer
  readonly subject: Buffer
  readonly notBefore: number
  readonly notAfter: number
  readonly key: CertificateKey
  readonly extensions: Extensions
}

const VERSION_3 = 'a003020102'

/** @throws X509Error form, key */
export const readCertificate = (der: Buffer): X509 => read('certificate', () => certificateOf(der))

function certificateOf(der: Buffer): X509 {
  const signed = readSigned(der)
  const [version, serial, algorithm, issuer, validity, subject, spki, ...rest] = parts(signed.body, SEQUENCE)
  if (!spki || serial?.tag !== INTEGER) throw new RangeError('fields are missing')
  if (version!.whole.toString('hex') !== VERSION_3) throw new X509Error('form', 'not of version 3')
  // The outer one is not signed: another one there must not choose how the signature is read.
  if (!algorithm!.whole.equals(signed.algorithm)) throw new RangeError('two algorithms')
  const [from, to, ...more] = parts(validity!, SEQUENCE)
  if (!from || !to || more.length > 0) throw new RangeError('no validity')
  return {
    der,
    signed,
    serial: serial.value.toString('hex'),
    issuer: issuer!.whole,
    subject: subject!.whole,
    notBefore: timeOf(from),
    notAfter: timeOf(to),
    key: readKey(spki),
    extensions: readExtensions(tagged(rest, 0xa3)),
  }
}

/** The element inside an explicit tag, where there is one. */
export function tagged(rest: readonly Der[], tag: number): Der | null {
  const found = rest.find((one) => one.tag === tag)
  return found ? readOne(found.value) : null
}

/** May issue others; `pathLength`: how many authorities may stand between it and the last certificate. */
export function authorityOf({ extensions }: X509): { readonly pathLength: number | null } | null {
  const found = extensions.get(id_ce_basicConstraints)
  if (!found) return null
  const { cA, pathLenConstraint } = read('basicConstraints', () =>
    AsnConvert.parse(found.value, BasicConstraints),
  )
  return cA ? { pathLength: pathLenConstraint ?? null } : null
}

/** Bits of the first octet of `keyUsage` (RFC 5280 §4.2.1.3). */
export const USAGE = { digitalSignature: 0x80, keyCertSign: 0x04, cRLSign: 0x02 } as const

/** Null where the certificate does not say what its key is for. */
export function mayKey({ extensions }: X509, usage: keyof typeof USAGE): boolean | null {
  const found = extensions.get(id_ce_keyUsage)
  if (!found) return null
  const { tag, value } = read('keyUsage', () => readOne(found.value))
  return tag === BITS && ((value[1] ?? 0) & USAGE[usage]) !== 0
}

/** `CN=…, O=…` for people to read. */
export function namesOf({ der }: X509): { readonly subject: string; readonly issuer: string } {
  const { subject, issuer } = read('names', () => new X509Certificate(der))
  const line = (name: string | undefined) => (name ?? '').replaceAll('\n', ', ')
  return { subject: line(subject), issuer: line(issuer) }
}

/** `CN=…, O=…` of a name alone, as lists of revoked certificates have it: the last part first. */
export function nameText(name: Buffer): string {
  const parts = read('name', () => AsnConvert.parse(name, Name)).flatMap((part) => [...part])
  const shown = parts.map(({ type, value }) => `${SHORT[type] ?? type}=${value.toString()}`)
  return shown.toReversed().join(', ')
}

const SHORT: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.6': 'C',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
}
