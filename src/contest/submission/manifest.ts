import { canonical } from '../../kernel/canonical.ts'
import { digestOf } from '../../safeguard/crypto/index.ts'
import type { WorkFile } from './model.ts'

/** Everything of a work that is judged. Its hash stands in the receipt and is counted again whenever the work is read. */
export interface Manifest {
  readonly contestId: string
  readonly round: string
  readonly teamId: string
  readonly workId: string
  readonly title: string
  readonly division: string
  readonly fields: Readonly<Record<string, string>>
  readonly files: readonly WorkFile[]
}

/** The same content has the same hash, in whatever order its files were brought. */
export function manifestHash(manifest: Manifest): string {
  const files = manifest.files
    .map(({ id, field, name, bytes, digest, type }) => ({ id, field, name, bytes, digest, type }))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
  const { contestId, round, teamId, workId, title, division, fields } = manifest
  const body = canonical({ v: 1, contestId, round, teamId, workId, title, division, fields, files })
  return digestOf(body)
}
