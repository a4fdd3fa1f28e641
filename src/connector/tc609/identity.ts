import { identifier, serialOf } from '../../kernel/identifier.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import {
  fingerprintOf as fingerprint,
  signingKey,
  type SigningKey,
  type Suite,
  suite,
  suiteOfKey,
} from '../../safeguard/crypto/index.ts'
import { readSpace } from '../../safeguard/space/index.ts'

/** The key that this system signs its messages and tokens with: `HOME/keys/connector.key`. */
export interface OwnKey {
  readonly key: SigningKey
  /** Base64 of the raw key: 32 bytes of Ed25519, 65 of SM2. */
  readonly publicKey: string
  readonly keyId: string
}

export async function ownKey(core: Core): Promise<OwnKey> {
  const key = await signingKey(suite(), core.home, 'connector')
  const publicKey = key.publicKey.toString('base64')
  return { key, publicKey, keyId: keyIdOf(publicKey) }
}

/** Fingerprint of a raw public key in base64, by the hash of its own family: what two officers read to each other. */
export const fingerprintOf = (publicKey: string): string => fingerprint(Buffer.from(publicKey, 'base64'))

/** By which family the other side counts and signs: that of its key. */
export const familyOf = (publicKey: string): Suite => suiteOfKey(Buffer.from(publicKey, 'base64')) ?? suite()

export const keyIdOf = (publicKey: string): string => fingerprintOf(publicKey).slice(0, 16)

/** The fingerprint in groups of four. */
export const grouped = (fingerprint: string): string => fingerprint.match(/.{4}/g)!.join(' ')

interface Body {
  readonly id: string
  readonly uscc: string
  readonly regionCode: string
}

/** An identifier whose serial follows from what it is for, so that it stays the same without being kept. */
function idOf(kind: '4' | '5' | '6', body: Body, of: string): string {
  let round = 0
  const bytes = () => suite().hash.of(`${of}/${round++}`)
  const area = /^\d{4}/.exec(body.regionCode)?.[0] ?? '0000'
  return identifier({ kind, uscc: body.uscc, area, serial: serialOf(bytes) })
}

/** This system as a platform 业务节点: the operator's body. */
export async function platformId(core: Core): Promise<{ id: string; body: Body; name: string }> {
  const operator = await core.db
    .selectFrom('participant')
    .selectAll()
    .where((e) => e(e.val('operator'), '=', e.fn.any('roles')))
    .orderBy('id')
    .executeTakeFirstOrThrow()
  const space = (await readSpace(core.db))!
  const body = bodyOf(operator)
  return { id: idOf('4', body, space.id), body, name: space.nameZh }
}

/** The connector 接入连接器 of a body of this system. */
export async function connectorId(core: Core, participantId: string): Promise<string> {
  const body = await core.db
    .selectFrom('participant')
    .selectAll()
    .where('id', '=', participantId)
    .executeTakeFirstOrThrow()
  const space = (await readSpace(core.db))!
  return idOf('5', bodyOf(body), `${space.id}/${participantId}`)
}

const bodyOf = (row: { id: string; uscc: string; region_code: string }): Body => ({
  id: row.id,
  uscc: row.uscc,
  regionCode: row.region_code,
})

/** 65 characters: the provider's product identifier, `•`, and the product's uuid without hyphens. */
export const productCode = (provider: Body, productId: string): string =>
  `${idOf('6', provider, productId)}•${productId.replaceAll('-', '')}`

/** The product's uuid in a code of ours; null where another system made it. */
export function productOf(code: string): string | null {
  const hex = /^.{32}•([0-9a-f]{32})$/.exec(code)?.[1]
  return hex === undefined ? null : hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

/** 统一社会信用代码 within an identifier of 32 characters. */
export const usccOf = (id: string): string => id.slice(1, 19)

/** How the contracts of this space name a key: the first 32 hex characters of the same fingerprint. */
export const bodyKeyIdOf = (publicKey: string): string => fingerprintOf(publicKey).slice(0, 32)
