import { id_ce_extKeyUsage } from '@peculiar/asn1-x509'
import { digestOf } from '../../crypto/index.ts'
import {
  authorityOf,
  certificatesIn,
  chainOf,
  fromBase64,
  mayKey,
  mustNotBeRevoked,
  oidsIn,
  signedBy,
  type X509,
  X509Error,
} from '../../crypto/x509/index.ts'
import type { Identity } from '../identity.ts'

export interface Proof {
  /** The text that was asked to be signed. */
  readonly challenge: string
  /** PEM, the own one first and then those between it and the authority; or the bare base64 of one. */
  readonly certificate: string
  /** Base64. */
  readonly signature: string
}

/** The own one and those between; a longer chain only costs time. */
const MOST_SENT = 5

/** TLS client, smart card log-in, or anything: a certificate of a web server is no person's. */
const LOGIN_USES = new Set(['1.3.6.1.5.5.7.3.2', '1.3.6.1.4.1.311.20.2.2', '2.5.29.37.0'])

/**
 * The certificate of a proof in which everything holds: chain → purpose → revocation → signature of the challenge. Whose
 * it is, and whether the challenge is one of ours, is for the caller.
 * @throws X509Error
 */
export async function examine({ core, trust }: Identity, proof: Proof): Promise<X509> {
  const { anchors, crls } = await trust.load()
  const [own, ...sent] = certificatesIn(proof.certificate, MOST_SENT)
  const at = core.clock.now()
  const chain = chainOf(own!, sent, anchors, at)
  mustBeForLogin(own!, chain)
  if (crls) mustNotBeRevoked(chain, crls, at)
  const signature = fromBase64(proof.signature)
  if (!signature || !signedBy(own!.key, Buffer.from(proof.challenge), signature))
    throw new X509Error('signature', 'the signature is not over this text by this key')
  return own!
}

/** Exactly what may sign for a person: no authority, a key for signatures, and no other purpose that excludes it. */
function mustBeForLogin(own: X509, chain: readonly X509[]): void {
  const uses = own.extensions.get(id_ce_extKeyUsage)
  const wrong =
    chain.length < 2 ||
    authorityOf(own) !== null ||
    own.key.kind === 'p384' ||
    mayKey(own, 'digitalSignature') !== true ||
    (uses !== undefined && !oidsOf(uses.value).some((oid) => LOGIN_USES.has(oid)))
  if (wrong) throw new X509Error('usage', 'it is not for signing in')
}

function oidsOf(value: Buffer): string[] {
  try {
    return oidsIn(value)
  } catch {
    return []
  }
}

/** What a certificate is known by; of what cannot be read, the text, so that the brake counts that too. */
export function fingerprintOf(certificate: string): string {
  try {
    return digestOf(certificatesIn(certificate, MOST_SENT)[0]!.der)
  } catch {
    return digestOf(certificate)
  }
}
