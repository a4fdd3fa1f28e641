import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { promisify } from 'node:util'

const run = promisify(execFile)

const EXTENSIONS = {
  ca: 'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\nsubjectKeyIdentifier=hash',
  middle: 'basicConstraints=critical,CA:TRUE,pathlen:0\nkeyUsage=critical,keyCertSign',
  tsa: 'basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=critical,timeStamping',
  // Not critical, another purpose, and two purposes: none is a signer of time stamps (RFC 3161 §2.3).
  lax: 'basicConstraints=critical,CA:FALSE\nextendedKeyUsage=timeStamping',
  server: 'basicConstraints=critical,CA:FALSE\nextendedKeyUsage=critical,serverAuth',
  both: 'basicConstraints=critical,CA:FALSE\nextendedKeyUsage=critical,timeStamping,serverAuth',
} as const
type Extensions = keyof typeof EXTENSIONS

export const POLICY = '1.2.3.4.1'

/** A time-stamping authority of openssl's making: an independent program on the other side. */
export async function openssl(...args: readonly string[]): Promise<string> {
  return (await run('openssl', [...args], { timeout: 60_000 })).stdout
}

export async function makeAuthority() {
  const folder = await mkdtemp(join(tmpdir(), 'xinyu-tsa-'))
  const at = (name: string) => join(folder, name)
  const config = (text: string, name: string) => writeFile(at(name), text)
  await config('[req]\ndistinguished_name=dn\nprompt=no\n[dn]\nCN=x\n', 'req.cnf')
  for (const [name, text] of Object.entries(EXTENSIONS)) await config(`[e]\n${text}\n`, `${name}.ext`)

  /** Makes a key and its certificate; without an issuer it signs itself. `days` may be of the past. */
  const issue = async (
    name: string,
    extensions: Extensions,
    issuer: string | null,
    { days = '30', curve = true }: { days?: string; curve?: boolean } = {},
  ) => {
    const key = curve
      ? ['ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', at(`${name}.key`)]
      : ['genrsa', '-out', at(`${name}.key`), '2048']
    await openssl(...key)
    const request = ['req', '-new', '-key', at(`${name}.key`), '-subj', `/CN=${name}`]
    await openssl(...request, '-config', at('req.cnf'), '-out', at(`${name}.csr`))
    const signer = issuer
      ? ['-CA', at(`${issuer}.pem`), '-CAkey', at(`${issuer}.key`)]
      : ['-signkey', at(`${name}.key`)]
    const serial = ['-set_serial', String(Math.floor(Math.random() * 1e12))]
    const span = ['-days', days, '-extfile', at(`${extensions}.ext`), '-extensions', 'e']
    await openssl(
      'x509',
      '-req',
      '-in',
      at(`${name}.csr`),
      ...signer,
      ...serial,
      ...span,
      '-out',
      at(`${name}.pem`),
    )
  }
  await issue('root', 'ca', null)
  await issue('other', 'ca', null)
  await issue('signer', 'tsa', 'root')
  await mkdir(at('serials'), { recursive: true })

  /** Answers a question as `openssl ts` does. */
  const reply = async (
    query: Buffer,
    signer = 'signer',
    certs: readonly string[] = ['root'],
  ): Promise<Buffer> => {
    const id = `${signer}-${Math.random().toString(36).slice(2)}`
    await writeFile(at(`${id}.serial`), '01\n')
    await writeFile(
      at(`${id}.certs`),
      (await Promise.all(certs.map((one) => readFile(at(`${one}.pem`), 'utf8')))).join(''),
    )
    await config(
      `[tsa]\ndefault_tsa=t\n[t]\nserial=${at(`${id}.serial`)}\nsigner_cert=${at(`${signer}.pem`)}
signer_key=${at(`${signer}.key`)}\ncerts=${at(`${id}.certs`)}\nsigner_digest=sha256\ndefault_policy=${POLICY}
digests=sha256,sm3\nordering=no\ntsa_name=no\ness_cert_id_chain=no\ness_cert_id_alg=sha256\n`,
      `${id}.cnf`,
    )
    await writeFile(at(`${id}.tsq`), query)
    await openssl(
      'ts',
      '-reply',
      '-config',
      at(`${id}.cnf`),
      '-queryfile',
      at(`${id}.tsq`),
      '-out',
      at(`${id}.tsr`),
    )
    return readFile(at(`${id}.tsr`))
  }
  return { folder, at, issue, reply, stop: () => rm(folder, { recursive: true, force: true }) }
}

export type Authority = Awaited<ReturnType<typeof makeAuthority>>

/** An HTTP server in front of an authority, honest or not. */
export async function serveAuthority(
  answer: (query: Buffer, response: ServerResponse, request: IncomingMessage) => Promise<Buffer | null>,
) {
  const server = createServer((request, response) => {
    void (async () => {
      const answered = await answer(await buffer(request), response, request).catch(() => null)
      if (answered) response.writeHead(200, { 'content-type': 'application/timestamp-reply' }).end(answered)
    })()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/tsa`,
    stop: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
