import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto'
import { contractNumber, identifier } from '../../src/kernel/identifier.ts'
import { bodyHashOf, type Claims, makeToken } from '../../src/connector/tc609/token.ts'
import { international, softKey } from '../../src/safeguard/crypto/index.ts'
import { demoPlan } from '../../src/demo/index.ts'
import { type Client, demoClient } from './client.ts'

/** A connector of another maker: speaks the wire and nothing else, well or badly. */
export interface RawConnector {
  readonly id: string
  readonly uscc: string
  /** The body's officer at the platform. */
  readonly officer: Client
  sign<T extends object>(message: T): T & { signature: string }
  /** Sends a message; claims laid over are those of an attacker. */
  send(kind: string, body: unknown, claims?: Partial<Claims>): Promise<Sent>
  /** Sends with a token that was made before. */
  sendWith(kind: string, body: unknown, token: string): Promise<Sent>
  token(body: unknown, claims?: Partial<Claims>): Promise<string>
}

export interface Sent {
  readonly status: number
  readonly body: Record<string, unknown> & { code?: string }
}

/** Registers and admits a connector of a body at the platform; `url` is where it says that it listens. */
export async function rawConnector(
  platform: string,
  who: { readonly body: string; readonly login: string; readonly url: string; readonly admit?: boolean },
): Promise<RawConnector> {
  const { uscc } = demoPlan().bodies.find((body) => body.code === who.body)!
  const key = generateKeyPairSync('ed25519').privateKey
  const publicKey = international.signature.publicKey(key).toString('base64')
  const own = { key: softKey(international, key), publicKey, keyId: '' }
  const serial = randomBytes(4).toString('hex').toUpperCase()
  const id = identifier({ kind: '5', uscc, area: uscc.slice(2, 6), serial })
  const officer = await demoClient(platform, who.login)
  const card = await officer.get<{ platformId: string; logVkey: string }>('/tc609/identity')
  await officer.post('/connectors', { id, url: who.url, publicKey, logVkey: card.logVkey })
  if (who.admit !== false) {
    const security = await demoClient(platform, 'secofficer')
    await security.post(`/connectors/${id}/state`, { change: 'admit' })
  }
  const token = (body: unknown, claims: Partial<Claims> = {}) => {
    const iat = Math.floor(Date.now() / 1000)
    return makeToken(own, {
      iss: id,
      sub: id,
      auth: card.platformId,
      iat,
      exp: iat + 60,
      jti: randomBytes(16).toString('hex'),
      seq: randomBytes(16).toString('hex'),
      bodyHash: bodyHashOf(body, international),
      ...claims,
    })
  }
  const sendWith = async (kind: string, body: unknown, bearer: string): Promise<Sent> => {
    const answer = await fetch(`${platform}/api/tc609/${kind}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${bearer}` },
      body: JSON.stringify(body),
    })
    return { status: answer.status, body: (await answer.json()) as Sent['body'] }
  }
  return {
    id,
    uscc,
    officer,
    sign: (message) => ({
      ...message,
      signature: international.signature.sign(key, Buffer.from(canonicalOf(message))).toString('base64'),
    }),
    token,
    sendWith,
    send: async (kind, body, claims) => sendWith(kind, body, await token(body, claims)),
  }
}

/** Written here once more, so that the signature is not checked by the code that made it. */
function canonicalOf(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalOf).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.entries(value).filter(([, member]) => member !== undefined)
  const sorted = members.sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${sorted.map(([name, member]) => `${JSON.stringify(name)}:${canonicalOf(member)}`).join(',')}}`
}

/** A contract number of nobody. */
export const strangeNumber = (uscc: string): string =>
  contractNumber({ uscc, area: '3101', at: Date.UTC(2026, 0, 5), serial: 'ZZZZZZZZ' })

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
