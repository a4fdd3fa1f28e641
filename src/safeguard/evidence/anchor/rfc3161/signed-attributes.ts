import { type SignerInfo } from '@peculiar/asn1-cms'
import { type Der, oidText, readDer, readOne } from '../../../crypto/x509/index.ts'
import { AnchorError } from '../driver.ts'
import { hashNamed, hashOf } from './algorithms.ts'

const CONTENT_TYPE = '06092a864886f70d010903'
const MESSAGE_DIGEST = '06092a864886f70d010904'
const SIGNING_CERTIFICATE = '060b2a864886f70d010910020c'
const SIGNING_CERTIFICATE_V2 = '060b2a864886f70d010910022f'
const TST_INFO = '060b2a864886f70d0109100104'
const SEQUENCE = 0x30
const SET = 0x31
const OCTETS = 0x04

export interface SignedAttributes {
  /** What the signature is over: the attributes as they were sent, with the tag of a SET (RFC 5652 §5.4). */
  readonly der: Buffer
  /** Whether the signer says that it signed with this certificate (RFC 5816). */
  names(certificate: Buffer): boolean
}

/**
 * The signed attributes of a token. They are read from the bytes that were sent and never encoded anew: a library that
 * sorts a SET in its own way would verify something that nobody signed, or refuse what is good.
 * @throws AnchorError
 */
export function signedAttributes(token: Buffer, signer: SignerInfo, body: Buffer): SignedAttributes {
  const der = asSent(token)
  const attributes = readAll(der)
  const one = (oid: string) => {
    const values = attributes.get(oid)
    return values?.length === 1 ? values[0]! : null
  }
  if (one(CONTENT_TYPE)?.whole.toString('hex') !== TST_INFO)
    throw new AnchorError('signature', 'the signature is over another kind of content')
  const digest = one(MESSAGE_DIGEST)
  const hash = hashNamed(signer.digestAlgorithm.algorithm)
  if (digest?.tag !== OCTETS || !digest.value.equals(hashOf(hash, body)))
    throw new AnchorError('signature', 'the content is not what was signed')
  const v2 = one(SIGNING_CERTIFICATE_V2)
  const v1 = one(SIGNING_CERTIFICATE)
  const named = v2 ? certificateV2(v2) : v1 ? certificateV1(v1) : null
  if (!named) throw new AnchorError('certificate', 'the token does not say which certificate signed it')
  return { der, names: (certificate) => hashOf(named.hash, certificate).equals(named.digest) }
}

/** `SignedData` → the one signer → its field [0], in the bytes of the token. */
function asSent(token: Buffer): Buffer {
  try {
    const signers = readDer(readOne(token).value).at(-1)!
    const [signer] = signers.tag === SET ? readDer(signers.value) : []
    const attributes = signer && readDer(signer.value)[3]
    if (attributes?.tag === 0xa0) return Buffer.concat([Buffer.of(SET), attributes.whole.subarray(1)])
  } catch (error) {
    throw new AnchorError('not-a-token', (error as Error).message)
  }
  throw new AnchorError('signature', 'it has no signed attributes')
}

function readAll(der: Buffer): Map<string, Der[]> {
  try {
    const found = new Map<string, Der[]>()
    for (const { tag, value } of readDer(readOne(der).value)) {
      const [type, values] = readDer(value)
      // Twice the same attribute: which one counts would be for the attacker to choose.
      if (tag !== SEQUENCE || !type || values?.tag !== SET || found.has(type.whole.toString('hex')))
        throw new RangeError('an attribute has another form, or stands twice')
      found.set(type.whole.toString('hex'), readDer(values.value))
    }
    return found
  } catch (error) {
    throw new AnchorError('signature', `signed attributes: ${(error as Error).message}`)
  }
}

/** The first certificate of `SigningCertificateV2` is the signer's. SHA-256 unless it names another. */
function certificateV2(value: Der): { hash: string; digest: Buffer } | null {
  const parts = firstCertificate(value)
  const [first, second] = parts
  if (first?.tag === OCTETS) return { hash: 'sha256', digest: first.value }
  if (first?.tag !== SEQUENCE || second?.tag !== OCTETS) return null
  const [oid] = readDer(first.value)
  return oid ? { hash: hashNamed(oidText(oid.value)), digest: second.value } : null
}

function certificateV1(value: Der): { hash: string; digest: Buffer } | null {
  const [first] = firstCertificate(value)
  return first?.tag === OCTETS ? { hash: 'sha1', digest: first.value } : null
}

function firstCertificate(value: Der): Der[] {
  const [certificates] = readDer(value.value)
  const [first] = certificates ? readDer(certificates.value) : []
  return first ? readDer(first.value) : []
}
