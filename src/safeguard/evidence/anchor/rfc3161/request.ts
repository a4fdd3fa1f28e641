import { AsnConvert, OctetString } from '@peculiar/asn1-schema'
import { MessageImprint, TimeStampReq, TimeStampReqVersion } from '@peculiar/asn1-tsp'
import { AlgorithmIdentifier } from '@peculiar/asn1-x509'
import type { Random } from '../../../../kernel/random.ts'
import { suite } from '../../../crypto/index.ts'
import { HASH_OIDS } from './algorithms.ts'

export interface TimeStampQuery {
  readonly der: Buffer
  /** Big-endian, without idle zeroes, as it stands in the DER. */
  readonly nonce: Buffer
}

const NONCE_BYTES = 16

/** The question (RFC 3161 §2.4.1): the hash of the text by the suite in force, a nonce, and the signer's certificate. */
export function makeQuery(text: string, policy: string | null, random: Random): TimeStampQuery {
  const { hash } = suite()
  const nonce = Buffer.from(random.bytes(NONCE_BYTES))
  // A positive integer that fills its bytes.
  nonce[0] = (nonce[0]! & 0x3f) | 0x40
  const request = new TimeStampReq({
    version: TimeStampReqVersion.v1,
    messageImprint: new MessageImprint({
      hashAlgorithm: new AlgorithmIdentifier({ algorithm: HASH_OIDS[hash.name], parameters: null }),
      hashedMessage: new OctetString(hash.of(text)),
    }),
    nonce: exact(nonce),
    certReq: true,
    ...(policy === null ? {} : { reqPolicy: policy }),
  })
  return { der: Buffer.from(AsnConvert.serialize(request)), nonce }
}

/** A buffer of its own: what a pooled Buffer views is not what it holds. */
const exact = (bytes: Buffer): ArrayBuffer => new Uint8Array(bytes).buffer
