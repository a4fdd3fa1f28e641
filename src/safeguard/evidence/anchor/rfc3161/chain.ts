import { X509Certificate } from 'node:crypto'
import { id_ce_extKeyUsage, id_kp_timeStamping } from '@peculiar/asn1-x509'
import { chainOf, oidsIn, readCertificate, type X509, X509Error } from '../../../crypto/x509/index.ts'
import { AnchorError } from '../driver.ts'

/** Certificates of a PEM file, in order. @throws AnchorError where there is none */
export function readPem(pem: string): X509Certificate[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []
  if (blocks.length === 0) throw new AnchorError('chain', 'the file of trusted certificates holds none')
  try {
    return blocks.map((block) => new X509Certificate(block))
  } catch (error) {
    throw new AnchorError('chain', `a trusted certificate cannot be read: ${(error as Error).message}`)
  }
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
  try {
    const last = readCertificate(signer.raw)
    const usage = last.extensions.get(id_ce_extKeyUsage)
    if (!usage?.critical || oidsIn(usage.value).join() !== id_kp_timeStamping)
      throw new X509Error('usage', 'the signer is not one for time stamps alone')
    chainOf(last, readable(sent), readable(trusted), at)
  } catch (error) {
    if (!(error instanceof X509Error)) throw new AnchorError('certificate', (error as Error).message)
    throw new AnchorError(error.reason === 'chain' ? 'chain' : 'certificate', error.message)
  }
}

/** A certificate of a kind that is not taken leads nowhere; others beside it may. */
const readable = (certificates: readonly X509Certificate[]): X509[] =>
  certificates.flatMap((one) => {
    try {
      return [readCertificate(one.raw)]
    } catch {
      return []
    }
  })

export const oneLine = (name: string): string => name.replaceAll('\n', ', ')
