import { X509Certificate } from 'node:crypto'
import { AsnConvert } from '@peculiar/asn1-schema'
import {
  BasicConstraints,
  Certificate,
  ExtendedKeyUsage,
  id_ce_basicConstraints,
  id_ce_extKeyUsage,
  id_kp_timeStamping,
} from '@peculiar/asn1-x509'
import { AnchorError } from '../driver.ts'

/** Certificates from the signer to a trusted one, at most. */
const LONGEST = 6

/** Certificates of a PEM file, in order. @throws AnchorError where there is none */
export function readPem(pem: string): X509Certificate[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []
  if (blocks.length === 0) throw new AnchorError('chain', 'the file of trusted certificates holds none')
  return blocks.map((block) => new X509Certificate(block))
}

/**
 * The signer must be for time stamping and nothing else (RFC 3161 §2.3: extended key usage, critical, that one alone),
 * valid at the time of the stamp, and lead to a certificate that is trusted here.
 * @throws AnchorError
 */
export function checkSigner(
  signer: X509Certificate,
  sent: readonly X509Certificate[],
  trusted: readonly X509Certificate[],
  at: number,
): void {
  const usage = extension(signer, id_ce_extKeyUsage)
  const uses = usage && AsnConvert.parse(usage.value, ExtendedKeyUsage)
  if (!usage?.critical || uses?.length !== 1 || uses[0] !== id_kp_timeStamping)
    throw new AnchorError('certificate', 'the signer is not one for time stamps alone')
  let current = signer
  for (let depth = 0; depth < LONGEST; depth++) {
    mustBeValid(current, at)
    if (trusted.some((one) => one.raw.equals(current.raw))) return
    const issuer = [...trusted, ...sent].find(
      (one) => !one.raw.equals(current.raw) && issued(one, current, depth),
    )
    if (!issuer) throw new AnchorError('chain', `nobody trusted here issued ${oneLine(current.subject)}`)
    current = issuer
  }
  throw new AnchorError('chain', `more than ${LONGEST} certificates`)
}

function mustBeValid(certificate: X509Certificate, at: number): void {
  if (at >= certificate.validFromDate.getTime() && at <= certificate.validToDate.getTime()) return
  throw new AnchorError(
    'certificate',
    `${oneLine(certificate.subject)} was not valid at the time of the stamp`,
  )
}

/** `below`: certificates of authorities between this issuer and the signer. */
function issued(issuer: X509Certificate, child: X509Certificate, below: number): boolean {
  if (!issuer.ca || !child.checkIssued(issuer) || !child.verify(issuer.publicKey)) return false
  const constraints = extension(issuer, id_ce_basicConstraints)
  const most = constraints && AsnConvert.parse(constraints.value, BasicConstraints).pathLenConstraint
  return most === undefined || most === null || below <= most
}

function extension(
  certificate: X509Certificate,
  id: string,
): { critical: boolean; value: ArrayBuffer } | null {
  const { extensions } = AsnConvert.parse(certificate.raw, Certificate).tbsCertificate
  const found = extensions?.filter((one) => one.extnID === id) ?? []
  return found.length === 1 ? { critical: found[0]!.critical, value: found[0]!.extnValue.buffer } : null
}

export const oneLine = (name: string): string => name.replaceAll('\n', ', ')
