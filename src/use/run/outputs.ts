import { createHash } from 'node:crypto'
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { canonical } from '../../kernel/canonical.ts'
import { XinyuError } from '../../kernel/errors/index.ts'
import type { OutputTable } from './model.ts'

/** Released outputs as files: `HOME/outputs/<run>.json`, the canonical JSON that the receipt's hash is over. */

/** The most bytes that one run may release; what a limit on bytes sets aside for a run until it has ended. */
export const OUTPUT_MOST_BYTES = 16 * 1_048_576

const fileOf = (home: string, runId: string): string =>
  join(home, 'outputs', runId.slice(-2), `${runId}.json`)

/** Writes the output durably before its release is committed. @throws XinyuError RUN_OUTPUT_TOO_LARGE */
export async function writeOutput(
  home: string,
  runId: string,
  output: OutputTable,
): Promise<{ sha256: string; bytes: number }> {
  const body = Buffer.from(canonical(output), 'utf8')
  if (body.length > OUTPUT_MOST_BYTES)
    throw new XinyuError('RUN_OUTPUT_TOO_LARGE', { bytes: body.length, limit: OUTPUT_MOST_BYTES })
  const target = fileOf(home, runId)
  const folder = dirname(target)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const temporary = `${target}.part`
  const file = await open(temporary, 'w', 0o600)
  try {
    await file.writeFile(body)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(temporary, target)
  await syncFolder(folder)
  return { sha256: sha256(body), bytes: body.length }
}

/** The exact released bytes, checked against the hash of the release. @throws XinyuError OUTPUT_DAMAGED */
export async function readOutput(home: string, runId: string, expectedHash: string): Promise<Buffer> {
  const body = await readFile(fileOf(home, runId)).catch((cause: unknown) => {
    throw new XinyuError('OUTPUT_DAMAGED', { id: runId }, { cause })
  })
  if (sha256(body) !== expectedHash) throw new XinyuError('OUTPUT_DAMAGED', { id: runId })
  return body
}

/** Takes an output away for good; one that is gone already is gone. */
export async function removeOutput(home: string, runId: string): Promise<void> {
  await rm(fileOf(home, runId), { force: true })
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

const sha256 = (body: Buffer): string => createHash('sha256').update(body).digest('hex')
