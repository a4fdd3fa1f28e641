import { verify, X509Certificate } from 'node:crypto'
import { id_signedData, SignedData, type SignerInfo } from '@peculiar/asn1-cms'
import { AsnConvert } from '@peculiar/asn1-schema'
import { id_ct_tstInfo, PKIStatus, TimeStampResp, TSTInfo } from '@peculiar/asn1-tsp'
import { readOne } from '../../../crypto/x509/index.ts'
import { AnchorError } from '../driver.ts'
import { hashNamed, hashOf, signatureHash } from './algorithms.ts'
import { checkSigner, oneLine } from './chain.ts'
import { signedAttributes } from './signed-attributes.ts'

export interface Expected {
  /** The text of the checkpoint. */
  readonly text: string
  /** Of the question; null where an old token is looked at again. */
  readonly nonce: Buffer | null
  readonly policy: string | null
  readonly trusted: readonly X509Certificate[]
}

export interface Stamp {
  /** ms since 1970. */
  readonly at: number
  readonly authority: string
  readonly policy: string
  /** Hex. */
  readonly serial: string
  /** Of the imprint. */
  readonly hash: string
}

/**
 * Verifies an answer (RFC 3161 §2.4.2) as a whole: status → token → imprint → nonce → policy → signer's certificate
 * with its purpose, time and chain → signed attributes → signature. Nothing in it is believed before its signature is.
 * @throws AnchorError that says where it fails
 */
export function verifyStamp(answer: Buffer, expected: Expected): Stamp {
  try {
    return judge(answer, expected)
  } catch (error) {
    // What an attacker sends may be anything, and the parsers below have errors of their own.
    throw error instanceof AnchorError ? error : bad((error as Error).message.slice(0, 200))
  }
}

function judge(answer: Buffer, expected: Expected): Stamp {
  const token = readAnswer(answer)
  const signed = parse(token, SignedData)
  const { encapContentInfo, signerInfos } = signed
  const content = encapContentInfo.eContent?.single
  if (encapContentInfo.eContentType !== id_ct_tstInfo || !content) throw bad('it holds no time stamp')
  const [signer, ...more] = signerInfos
  if (!signer || more.length > 0) throw bad('it has not exactly one signer')
  const body = Buffer.from(content.buffer)
  const info = parse(body, TSTInfo)
  checkImprint(info, expected.text)
  const nonce = info.nonce && Buffer.from(info.nonce)
  if (expected.nonce && !nonce?.equals(expected.nonce))
    throw new AnchorError('nonce', 'the answer is to another question')
  if (expected.policy !== null && info.policy !== expected.policy)
    throw new AnchorError('policy', `stamped under ${info.policy}`)
  const at = info.genTime.getTime()
  if (!Number.isFinite(at)) throw bad('its time cannot be read')
  const sent = certificatesOf(signed)
  const attributes = signedAttributes(token, signer, body)
  const certificate = sent.find((one) => attributes.names(one.raw))
  if (!certificate) throw new AnchorError('certificate', 'the signer’s certificate is not with it')
  checkSigner(certificate, sent, expected.trusted, at)
  checkSignature(signer, certificate, attributes.der)
  return {
    at,
    authority: oneLine(certificate.subject),
    policy: info.policy,
    serial: Buffer.from(info.serialNumber).toString('hex'),
    hash: hashNamed(info.messageImprint.hashAlgorithm.algorithm),
  }
}

/** The `SignedData` of a granted answer, as it was sent. */
function readAnswer(answer: Buffer): Buffer {
  try {
    readOne(answer)
  } catch (error) {
    throw bad((error as Error).message)
  }
  const { status, timeStampToken } = parse(answer, TimeStampResp)
  if (status.status !== PKIStatus.granted && status.status !== PKIStatus.grantedWithMods) {
    const why = [...(status.statusString ?? [])].join(' ').slice(0, 200)
    throw new AnchorError('status', `the authority answered ${PKIStatus[status.status]} ${why}`)
  }
  if (!timeStampToken || timeStampToken.contentType !== id_signedData) throw bad('it carries no token')
  return Buffer.from(timeStampToken.content)
}

function checkImprint({ messageImprint }: TSTInfo, text: string): void {
  const hash = hashNamed(messageImprint.hashAlgorithm.algorithm)
  if (!hashOf(hash, Buffer.from(text)).equals(Buffer.from(messageImprint.hashedMessage.buffer)))
    throw new AnchorError('imprint', 'it stamps another text')
}

function certificatesOf({ certificates }: SignedData): X509Certificate[] {
  try {
    return [...(certificates ?? [])].flatMap(({ certificate }) =>
      certificate ? [new X509Certificate(Buffer.from(AsnConvert.serialize(certificate)))] : [],
    )
  } catch (error) {
    throw new AnchorError('certificate', (error as Error).message)
  }
}

function checkSignature(signer: SignerInfo, certificate: X509Certificate, signed: Buffer): void {
  const digest = hashNamed(signer.digestAlgorithm.algorithm)
  const hash = signatureHash(signer.signatureAlgorithm.algorithm, digest)
  const signature = Buffer.from(signer.signature.buffer)
  const holds = (() => {
    try {
      return verify(hash, signed, certificate.publicKey, signature)
    } catch {
      return false
    }
  })()
  if (!holds) throw new AnchorError('signature', 'it does not hold')
}

const bad = (why: string) => new AnchorError('not-a-token', why)

/** What an attacker sends may be anything: a parser's own errors become ours. */
function parse<T>(bytes: Buffer, type: new () => T): T {
  try {
    return AsnConvert.parse(bytes, type)
  } catch (error) {
    throw bad((error as Error).message.slice(0, 200))
  }
}
