import { readFile } from 'node:fs/promises'
import { sql } from 'kysely'
import { digestOf } from '../../../safeguard/crypto/hashing/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { insuredKey } from '../insured-key.ts'
import { insuredKeyFile } from '../places.ts'
import { CERTNO_SYSTEM, NAME_SYSTEM, plainText, saltOf } from './salts.ts'

/** Keyed hashes of what identifies a person, as UUID texts of 128 bits: the registry's own way (`child/number.ts`). */
export interface PersonKeys {
  /** 证件号码. */
  certno(certno: string): string
  /** 姓名 together with the number, so that equal names have nothing in common. */
  name(certno: string, name: string): string
  /** A number of a body's own system, such as `psn_no`. */
  system(system: string, value: string): string
}

const LOCK = 7_402_118_305

/** Reads the key, or makes it where nothing was landed yet. @throws XinyuError INSURED_KEY_MISSING */
export async function personKeys(core: Core): Promise<PersonKeys> {
  const key = await readFile(await keyFile(core))
  const hash = (system: string, value: string) => uuidOf(digestOf(saltOf(key, system), value))
  return {
    certno: (certno) => hash(CERTNO_SYSTEM, plainText(certno)),
    name: (certno, name) => hash(NAME_SYSTEM, `${plainText(certno)}\n${plainText(name)}`),
    system: (system, value) => hash(system, value.trim()),
  }
}

/** Made under the registry's lock: two keys would give one person two numbers. */
export async function keyFile(core: Core): Promise<string> {
  const file = insuredKeyFile(core)
  const there = await readFile(file).then(
    () => true,
    () => false,
  )
  if (there) return file
  return core.db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(${LOCK}::bigint)`.execute(tx)
    const last = await tx
      .selectFrom('insured_generation')
      .select('key_hash')
      .orderBy('number', 'desc')
      .limit(1)
      .executeTakeFirst()
    return (await insuredKey(core, last?.key_hash ?? null)).file
  })
}

const uuidOf = (hex: string): string =>
  `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`
