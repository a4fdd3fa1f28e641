import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { SUITES, suiteOf } from '../../../safeguard/crypto/index.ts'
import { writeDurably } from '../../../platform/files/index.ts'

/** Results of other platforms: `HOME/connector/results/<contract>/<run>.json`, bound to their contract by the folder. */

const folderOf = (home: string, contractId: string): string => join(home, 'connector', 'results', contractId)
const fileOf = (home: string, contractId: string, runId: string): string =>
  join(folderOf(home, contractId), `${runId}.json`)

/** Writes a result durably, for its owner alone. */
export async function keepResult(
  home: string,
  contractId: string,
  runId: string,
  body: Buffer,
): Promise<void> {
  await writeDurably(fileOf(home, contractId, runId), body)
}

/** The exact bytes, checked against the hash of the receipt, by either family. @throws XinyuError OUTPUT_DAMAGED */
export async function readResult(
  home: string,
  contractId: string,
  runId: string,
  digest: string,
): Promise<Buffer> {
  const body = await readFile(fileOf(home, contractId, runId)).catch((cause: unknown) => {
    throw new XinyuError('OUTPUT_DAMAGED', { id: runId }, { cause })
  })
  if (!SUITES.some((name) => suiteOf(name).hash.of(body).toString('hex') === digest))
    throw new XinyuError('OUTPUT_DAMAGED', { id: runId })
  return body
}

/** Removes everything that was kept under a contract. */
export const dropResults = (home: string, contractId: string): Promise<void> =>
  rm(folderOf(home, contractId), { recursive: true, force: true })
