import { execFile, execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const openssl = async (...args: readonly string[]): Promise<string> =>
  (await run('openssl', [...args], { timeout: 60_000 })).stdout

export type KeyKind = 'sm2' | 'p256' | 'rsa' | 'rsa1024' | 'ed25519'

const KEYS: Readonly<Record<KeyKind, readonly string[]>> = {
  sm2: ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:SM2'],
  p256: ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256'],
  rsa: ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048'],
  rsa1024: ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:1024'],
  ed25519: ['-algorithm', 'ED25519'],
}
const DIGESTS: Readonly<Record<KeyKind, readonly string[]>> = {
  sm2: ['-digest', 'sm3'],
  p256: ['-digest', 'sha256'],
  rsa: ['-digest', 'sha256'],
  rsa1024: ['-digest', 'sha256'],
  ed25519: [],
}
export const STANDARD_ID = '1234567812345678'

const CA =
  'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\nsubjectKeyIdentifier=hash'
const USER = 'basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature,nonRepudiation'
const EXTENSIONS = {
  ca: CA,
  middle: CA.replace('CA:TRUE', 'CA:TRUE,pathlen:0'),
  user: `${USER}\nextendedKeyUsage=clientAuth\nauthorityKeyIdentifier=keyid`,
  plain: USER,
  authority: 'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign',
  signing: 'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,digitalSignature',
  cipher: 'basicConstraints=critical,CA:FALSE\nkeyUsage=critical,keyEncipherment',
  server: `${USER}\nextendedKeyUsage=serverAuth`,
  strange: `${USER}\n1.2.3.4.5=critical,ASN1:UTF8String:unknown`,
  names: `${USER}\nnameConstraints=critical,permitted;DNS:example.org`,
} as const
export type Extensions = keyof typeof EXTENSIONS

/** Why SM2 certificates cannot be made here; null where they can. */
export function sm2Missing(): string | null {
  try {
    const lists = ['-public-key-algorithms', '-digest-algorithms'].map((list) =>
      execFileSync('openssl', ['list', list], { encoding: 'utf8' }),
    )
    return /sm2/i.test(lists[0]!) && /sm3/i.test(lists[1]!) ? null : 'this openssl has no SM2'
  } catch {
    return 'no openssl'
  }
}

interface Wanted {
  readonly by?: string | null
  readonly extensions?: Extensions
  readonly kind?: KeyKind
  /** Its own name unless said otherwise: two may be called alike. */
  readonly cn?: string
  /** `20251201000000Z`. */
  readonly from?: string
  readonly to?: string
}

/** Authorities and certificates of openssl's making: an independent program on the other side. */
export async function makePki(kind: KeyKind) {
  const folder = await mkdtemp(join(tmpdir(), 'xinyu-pki-'))
  const at = (name: string) => join(folder, name)
  const kinds = new Map<string, KeyKind>()
  await writeFile(
    at('req.cnf'),
    '[req]\ndistinguished_name=dn\nprompt=no\nstring_mask=utf8only\n[dn]\nCN=x\n',
  )
  for (const [name, text] of Object.entries(EXTENSIONS)) await writeFile(at(`${name}.ext`), `[e]\n${text}\n`)

  const signing = (name: string) => (kinds.get(name) === 'sm2' ? ['-sigopt', `distid:${STANDARD_ID}`] : [])
  const digestOf = (name: string) => ['-md', kinds.get(name) === 'sm2' ? 'sm3' : 'sha256']

  /** Makes a key and its certificate; `by: null` signs itself. Good for the year 2026, within which the test's clock is. */
  const issue = async (name: string, wanted: Wanted = {}): Promise<string> => {
    const { by = 'root', extensions = 'user', from = '20251201000000Z', to = '20261201000000Z' } = wanted
    kinds.set(name, wanted.kind ?? kind)
    await openssl('genpkey', ...KEYS[kinds.get(name)!], '-out', at(`${name}.key`))
    const asked = ['-key', at(`${name}.key`), '-subj', `/C=CN/O=示例机构/CN=${wanted.cn ?? name}`, '-utf8']
    const own = kinds.get(name) === 'sm2' ? ['-sm3'] : []
    await openssl(
      'req',
      '-new',
      '-config',
      at('req.cnf'),
      ...asked,
      ...own,
      ...signing(name),
      '-out',
      at(`${name}.csr`),
    )
    const issuer = by ?? name
    await register(issuer)
    const verifying = kinds.get(name) === 'sm2' ? ['-vfyopt', `distid:${STANDARD_ID}`] : []
    const files = ['-in', at(`${name}.csr`), '-out', at(`${name}.pem`), '-notext', '-batch']
    const span = ['-startdate', from, '-enddate', to, '-extfile', at(`${extensions}.ext`), '-extensions', 'e']
    const signer = by === null ? ['-selfsign'] : []
    await openssl(
      'ca',
      ...ca(issuer),
      ...files,
      ...span,
      ...signer,
      ...digestOf(issuer),
      ...signing(issuer),
      ...verifying,
    )
    return readFile(at(`${name}.pem`), 'utf8')
  }

  const ca = (name: string) => ['-config', at(`${name}-ca/ca.cnf`), '-name', 'ca']

  const register = async (name: string): Promise<void> => {
    const home = at(`${name}-ca`)
    if ((await mkdir(home, { recursive: true })) === undefined) return
    await writeFile(join(home, 'index.txt'), '')
    await writeFile(join(home, 'index.txt.attr'), 'unique_subject = no\n')
    await writeFile(join(home, 'serial'), `${randomBytes(8).toString('hex')}\n`)
    await writeFile(join(home, 'crlnumber'), '01\n')
    await writeFile(
      join(home, 'ca.cnf'),
      `[ca]\ndefault_ca=ca\n[ca]\ndatabase=${home}/index.txt\nserial=${home}/serial\ncrlnumber=${home}/crlnumber
new_certs_dir=${home}\ncertificate=${at(`${name}.pem`)}\nprivate_key=${at(`${name}.key`)}\npolicy=any\ncrl_extensions=crl
email_in_dn=no\ndefault_md=sha256\ndefault_days=30\n[any]\nC=optional\nO=optional\nCN=supplied
[crl]\nauthorityKeyIdentifier=keyid\n`,
    )
  }

  const list = async (by: string, from: string, to: string): Promise<string> => {
    await register(by)
    const span = ['-crl_lastupdate', from, '-crl_nextupdate', to]
    const signed = [...digestOf(by), ...signing(by)]
    await openssl('ca', ...ca(by), '-gencrl', ...span, ...signed, '-out', at(`${by}.crl`))
    return readFile(at(`${by}.crl`), 'utf8')
  }
  let last: Promise<unknown> = Promise.resolve()
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work, work)
    last = turn
    return turn
  }

  return {
    at,
    issue,
    pem: (...names: readonly string[]) =>
      Promise.all(names.map((name) => readFile(at(`${name}.pem`), 'utf8'))).then((all) => all.join('')),
    async revoke(name: string, by = 'root'): Promise<void> {
      await openssl('ca', ...ca(by), '-revoke', at(`${name}.pem`), ...digestOf(by))
    },
    /** A list in force in January 2026, unless said otherwise. One after the other: an authority counts them in a file. */
    crl: (by = 'root', from = '20260101000000Z', to = '20260201000000Z') => inTurn(() => list(by, from, to)),
    /** What docs/handbook/certificate.*.md tells a person to run. Base64. `id: null` gives none. */
    async sign(name: string, text: string, id: string | null = STANDARD_ID): Promise<string> {
      const as = kinds.get(name)!
      await writeFile(at('challenge.txt'), text)
      const identity = as === 'sm2' && id !== null ? ['-pkeyopt', `distid:${id}`] : []
      const how = ['-inkey', at(`${name}.key`), '-rawin', ...DIGESTS[as], ...identity]
      await openssl('pkeyutl', '-sign', ...how, '-in', at('challenge.txt'), '-out', at('signature.bin'))
      return (await readFile(at('signature.bin'))).toString('base64')
    },
    stop: () => rm(folder, { recursive: true, force: true }),
  }
}

export type Pki = Awaited<ReturnType<typeof makePki>>
