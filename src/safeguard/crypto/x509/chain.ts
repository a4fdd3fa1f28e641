import {
  id_ce_authorityKeyIdentifier,
  id_ce_basicConstraints,
  id_ce_certificatePolicies,
  id_ce_extKeyUsage,
  id_ce_keyUsage,
  id_ce_subjectAltName,
  id_ce_subjectKeyIdentifier,
} from '@peculiar/asn1-x509'
import { authorityOf, mayKey, namesOf, type X509 } from './certificate.ts'
import { unknownCritical } from './extensions.ts'
import { X509Error } from './fault.ts'
import { issuedUnder } from './key.ts'

/** Certificates from the last one to a trusted one, at most. */
const LONGEST = 6

/** Extensions that are looked at, or bind nobody who checks no names. Constraints on names are not among them. */
const KNOWN: ReadonlySet<string> = new Set([
  id_ce_basicConstraints,
  id_ce_keyUsage,
  id_ce_extKeyUsage,
  id_ce_certificatePolicies,
  id_ce_subjectAltName,
  id_ce_subjectKeyIdentifier,
  id_ce_authorityKeyIdentifier,
])

/**
 * The way from a certificate to one that is trusted here, both included: each valid at the time, each issued by an
 * authority that may (RFC 5280 §6.1, without policies and constraints on names).
 * @throws X509Error validity, chain
 */
export function chainOf(
  last: X509,
  sent: readonly X509[],
  trusted: readonly X509[],
  at: number,
): readonly X509[] {
  const chain: X509[] = []
  let current = last
  while (chain.length < LONGEST) {
    mustBeUsable(current, at)
    chain.push(current)
    const here = current
    if (trusted.some((one) => one.der.equals(here.der))) return chain
    const below = chain.length - 1
    const issuer = [...trusted, ...sent].find((one) => !one.der.equals(here.der) && issued(one, here, below))
    if (!issuer) throw new X509Error('chain', `nobody trusted here issued ${namesOf(current).subject}`)
    current = issuer
  }
  throw new X509Error('chain', `more than ${LONGEST} certificates`)
}

function mustBeUsable(one: X509, at: number): void {
  if (at < one.notBefore || at > one.notAfter)
    throw new X509Error('validity', `${namesOf(one).subject} was not valid at the time`)
  const unknown = unknownCritical(one.extensions, KNOWN)
  if (unknown !== null) throw new X509Error('chain', `the critical extension ${unknown} is not known here`)
}

/** `below`: certificates of authorities between this issuer and the last one. */
function issued(issuer: X509, child: X509, below: number): boolean {
  if (!issuer.subject.equals(child.issuer)) return false
  const authority = authorityOf(issuer)
  if (!authority || mayKey(issuer, 'keyCertSign') === false) return false
  if (authority.pathLength !== null && below > authority.pathLength) return false
  const { algorithm, body, signature } = child.signed
  return issuedUnder(issuer.key, algorithm, body.whole, signature)
}
