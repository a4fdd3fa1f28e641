import { id_ce_authorityKeyIdentifier, id_ce_cRLNumber, id_ce_cRLReasons } from '@peculiar/asn1-x509'
import { mayKey, namesOf, tagged, type X509 } from './certificate.ts'
import type { Der } from './der.ts'
import { type Extensions, readExtensions, unknownCritical } from './extensions.ts'
import { read, X509Error } from './fault.ts'
import { issuedUnder } from './key.ts'
import { INTEGER, parts, readSigned, SEQUENCE, type Signed, timeOf } from './signed.ts'

/** A list of revoked certificates (RFC 5280 §5). */
export interface Crl {
  readonly signed: Signed
  readonly issuer: Buffer
  readonly thisUpdate: number
  /** Null: it never says when the next one comes, so nobody can tell that it is old. */
  readonly nextUpdate: number | null
  /** Serials, hex. */
  readonly revoked: ReadonlySet<string>
  readonly extensions: Extensions
}

/** A delta, a partial or an indirect list says so by a critical extension, and is not taken for a whole one. */
const KNOWN: ReadonlySet<string> = new Set([id_ce_cRLNumber, id_ce_authorityKeyIdentifier])
const KNOWN_OF_ENTRY: ReadonlySet<string> = new Set([id_ce_cRLReasons])

/** @throws X509Error form */
export const readCrl = (der: Buffer): Crl => read('list of revoked certificates', () => crlOf(der))

const isTime = (one: Der | undefined): one is Der => one?.tag === 0x17 || one?.tag === 0x18

function crlOf(der: Buffer): Crl {
  const signed = readSigned(der)
  const fields = parts(signed.body, SEQUENCE)
  if (fields[0]?.tag === INTEGER) fields.shift()
  const [algorithm, issuer, thisUpdate, ...rest] = fields
  if (!algorithm?.whole.equals(signed.algorithm)) throw new RangeError('two algorithms')
  if (!issuer || !isTime(thisUpdate)) throw new RangeError('fields are missing')
  const nextUpdate = isTime(rest[0]) ? timeOf(rest.shift()!) : null
  const entries = rest[0]?.tag === SEQUENCE ? parts(rest.shift()!, SEQUENCE) : []
  return {
    signed,
    issuer: issuer.whole,
    thisUpdate: timeOf(thisUpdate),
    nextUpdate,
    revoked: new Set(entries.map(serialOf)),
    extensions: readExtensions(tagged(rest, 0xa0)),
  }
}

function serialOf(entry: Der): string {
  const [serial, , extensions] = parts(entry, SEQUENCE)
  const unknown = unknownCritical(readExtensions(extensions ?? null), KNOWN_OF_ENTRY)
  if (serial?.tag !== INTEGER || unknown !== null) throw new RangeError('an entry has another form')
  return serial.value.toString('hex')
}

/**
 * No certificate of a chain below the trusted one is revoked, by a list of its issuer that is in force. Where there is
 * none, nobody knows, and that is a refusal: who withholds the list must not gain by it.
 * @throws X509Error revoked, revocation-unknown
 */
export function mustNotBeRevoked(chain: readonly X509[], crls: readonly Crl[], at: number): void {
  chain.slice(0, -1).forEach((one, index) => {
    const issuer = chain[index + 1]!
    const newest = listInForce(crls, issuer, at)
    if (!newest) throw new X509Error('revocation-unknown', `no list in force of ${namesOf(issuer).subject}`)
    if (newest.revoked.has(one.serial)) throw new X509Error('revoked', `${namesOf(one).subject} is revoked`)
  })
}

/** The newest list of an issuer that counts at a time; null where there is none. */
export const listInForce = (crls: readonly Crl[], issuer: X509, at: number): Crl | null =>
  crls
    .filter((crl) => isInForce(crl, issuer, at))
    .reduce<Crl | null>((best, crl) => (best && best.thisUpdate >= crl.thisUpdate ? best : crl), null)

function isInForce({ signed, nextUpdate, ...crl }: Crl, issuer: X509, at: number): boolean {
  if (!crl.issuer.equals(issuer.subject) || mayKey(issuer, 'cRLSign') === false) return false
  if (at < crl.thisUpdate || nextUpdate === null || at > nextUpdate) return false
  if (unknownCritical(crl.extensions, KNOWN) !== null) return false
  return issuedUnder(issuer.key, signed.algorithm, signed.body.whole, signed.signature)
}
