import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { canonical } from '../../kernel/canonical.ts'
import { XinyuError } from '../../kernel/errors/index.ts'
import { writeDurably } from '../../platform/files/index.ts'
import { digestOf } from '../../safeguard/crypto/index.ts'
import type { OutputTable } from './model.ts'

/**
 * Released outputs as files, each what the hash of its receipt is over: `HOME/outputs/<run>.json`, the canonical JSON of
 * a table, or `<run>.bin`, a file as it left the airlock.
 */
export type OutputForm = 'json' | 'bin'
export const formOf = (kind: string): OutputForm => (kind === 'file' ? 'bin' : 'json')

/** The most bytes that one run may release; what a limit on bytes sets aside for a run until it has ended. */
export const OUTPUT_MOST_BYTES = 16 * 1_048_576

/** The same for a file that leaves the airlock: models are larger than tables. */
export const FILE_MOST_BYTES = 256 * 1_048_576

const fileOf = (home: string, runId: string, form: OutputForm): string =>
  join(home, 'outputs', runId.slice(-2), `${runId}.${form}`)

/** Writes the output durably before its release is committed. @throws XinyuError RUN_OUTPUT_TOO_LARGE */
export async function writeOutput(
  home: string,
  runId: string,
  output: OutputTable,
): Promise<{ digest: string; bytes: number }> {
  return write(home, runId, 'json', Buffer.from(canonical(output), 'utf8'), OUTPUT_MOST_BYTES)
}

/** The same for the bytes of a file. @throws XinyuError RUN_OUTPUT_TOO_LARGE */
export const writeFileOutput = (home: string, runId: string, body: Uint8Array) =>
  write(home, runId, 'bin', body, FILE_MOST_BYTES)

async function write(
  home: string,
  runId: string,
  form: OutputForm,
  body: Uint8Array,
  limit: number,
): Promise<{ digest: string; bytes: number }> {
  if (body.length > limit) throw new XinyuError('RUN_OUTPUT_TOO_LARGE', { bytes: body.length, limit })
  await writeDurably(fileOf(home, runId, form), body)
  return { digest: digestOf(body), bytes: body.length }
}

/** The exact released bytes, checked against the hash of the release. @throws XinyuError OUTPUT_DAMAGED */
export async function readOutput(
  home: string,
  runId: string,
  expectedHash: string,
  form: OutputForm = 'json',
): Promise<Buffer> {
  const body = await readFile(fileOf(home, runId, form)).catch((cause: unknown) => {
    throw new XinyuError('OUTPUT_DAMAGED', { id: runId }, { cause })
  })
  if (digestOf(body) !== expectedHash) throw new XinyuError('OUTPUT_DAMAGED', { id: runId })
  return body
}

/** Takes an output away for good; one that is gone already is gone. */
export async function removeOutput(home: string, runId: string): Promise<void> {
  for (const form of ['json', 'bin'] as const) await rm(fileOf(home, runId, form), { force: true })
}
