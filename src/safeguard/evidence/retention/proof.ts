import { Readable } from 'node:stream'
import { XinyuError } from '../../../kernel/errors/index.ts'
import type { Core } from '../act.ts'
import { stateWords } from './rules.ts'
import { findDestruction, listedEntries } from './store.ts'

/**
 * The proof of a destruction as a file: the receipt of its `evidence.destroyed` entry on the first line, then the ids of
 * the entries whose payloads are gone, one a line, in order. The receipt carries the digest of these lines.
 * @throws XinyuError NOT_FOUND, RETENTION_STATE where it has not ended
 */
export async function destructionProof(core: Core, id: string): Promise<Readable> {
  const row = await findDestruction(core.db, id)
  if (!row) throw new XinyuError('NOT_FOUND', { what: 'destruction' })
  if (row.proof_entry === null) throw new XinyuError('RETENTION_STATE', stateWords(row.state))
  const receipt = await core.evidence.receiptFor(row.proof_entry)
  return Readable.from(lines(core, id, receipt), { objectMode: false })
}

async function* lines(core: Core, id: string, receipt: Buffer): AsyncGenerator<Buffer> {
  yield receipt
  for await (const page of listedEntries(core.db, id)) yield Buffer.from(`${page.join('\n')}\n`)
}
