import { type X509, readCertificate } from './certificate.ts'
import { type Crl, readCrl } from './crl.ts'
import { X509Error } from './fault.ts'

const BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\s]+)-----END \1-----/g

/** Bytes of base64 in its one right writing: idle bits at the end would make two texts of one signature. Null otherwise. */
export function fromBase64(text: string): Buffer | null {
  const bare = text.replaceAll(/\s+/g, '')
  const bytes = Buffer.from(bare, 'base64')
  return bare !== '' && bytes.toString('base64') === bare ? bytes : null
}

/**
 * The certificates of a text: PEM, or the bare base64 of one, as the middleware of key devices gives it.
 * @throws X509Error form, key; `most` guards against a chain that only costs time
 */
export function certificatesIn(text: string, most = 1000): X509[] {
  const ders = text.includes('-----BEGIN')
    ? blocks(text, ['CERTIFICATE', 'X509 CERTIFICATE'])
    : [bytesOf(text)]
  if (ders.length === 0) throw new X509Error('form', 'it holds no certificate')
  if (ders.length > most) throw new X509Error('form', `more than ${most} certificates`)
  return ders.map(readCertificate)
}

/** The lists of a file: PEM, or DER of one. @throws X509Error form */
export function crlsIn(file: Buffer): Crl[] {
  const text = file.toString('latin1')
  const ders = text.includes('-----BEGIN') ? blocks(text, ['X509 CRL']) : [file]
  if (ders.length === 0) throw new X509Error('form', 'it holds no list of revoked certificates')
  return ders.map(readCrl)
}

const blocks = (text: string, names: readonly string[]): Buffer[] =>
  [...text.matchAll(BLOCK)].flatMap(([, name, body]) => (names.includes(name!) ? [bytesOf(body!)] : []))

function bytesOf(text: string): Buffer {
  const bytes = fromBase64(text)
  if (!bytes) throw new X509Error('form', 'its base64 cannot be read')
  return bytes
}
