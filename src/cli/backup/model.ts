import { z } from 'zod'
import { PassphraseCost, SUITES } from '../../safeguard/crypto/index.ts'

export const FORMAT = 'xinyu-backup/2'

/** Relative, with `/`, without a way out: a manifest that was made by another hand must not write elsewhere. */
const Path = z
  .string()
  .max(1000)
  .regex(/^(?!\/)(?!.*(?:^|\/)\.{0,2}(?:\/|$))[^\\\0]+$/, 'a path below the folder')

const BackupFile = z.strictObject({
  path: Path,
  bytes: z.int().min(0),
  /** Hex, by the suite of the space. */
  digest: z.string().length(64),
  mode: z.int().min(0).max(0o777),
})
export type BackupFile = z.output<typeof BackupFile>

export const Manifest = z.strictObject({
  format: z.literal(FORMAT),
  version: z.string(),
  spaceId: z.uuid(),
  /** What the space works with, and a restored one goes on with. */
  suite: z.enum(SUITES),
  /** False: the key that the other keys are sealed under lies outside and must be kept apart. */
  masterKey: z.boolean(),
  at: z.int(),
  tables: z.array(z.strictObject({ table: z.string(), rows: z.int() })),
  migrations: z.array(z.strictObject({ room: z.string(), name: z.string(), hash: z.string() })),
  log: z.strictObject({ origin: z.string(), size: z.int(), root: z.string() }),
  files: z.array(BackupFile),
})
export type Manifest = z.output<typeof Manifest>

/** `backup.json` of a sealed backup: all that is readable without the passphrase. */
export const Header = z.strictObject({
  format: z.literal(FORMAT),
  sealed: z.literal(true),
  suite: z.enum(SUITES),
  cipher: z.enum(['aes-256-gcm', 'sm4-gcm']),
  passphrase: PassphraseCost,
})
export type Header = z.output<typeof Header>
