import { readFile } from 'node:fs/promises'
import { systemActor } from '../../../kernel/actor.ts'
import type { Json } from '../../../kernel/canonical.ts'
import { digestOf } from '../../../safeguard/crypto/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import type { Finding, InspectedFile, Inspection, InspectTerms } from '../../check/index.ts'
import { changeImport, SCAN_JOB } from './actions.ts'
import { importFile } from './places.ts'
import type { ImportRow } from './store.ts'

const SCANNER = systemActor('seat-import')

/** The inspection of files, as the airlock makes it. */
export type Inspect = (file: InspectedFile, terms: InspectTerms) => Promise<Inspection>

/** Registers the scan as a job: done again after a kill it finds what is decided already. */
export function registerScan(core: Core, inspect: Inspect): void {
  core.jobs.register<{ importId: string }>(SCAN_JOB, async ({ input }): Promise<Json> => {
    const row = await core.db
      .selectFrom('seat_import')
      .selectAll()
      .where('id', '=', input.importId)
      .executeTakeFirst()
    if (row?.state !== 'scanning') return { state: row?.state ?? 'gone' }
    const { verdict, findings } = await scan(core, row, inspect)
    const change = verdict === 'fail' ? 'refuse' : 'scanned'
    const changed = await changeImport(core, SCANNER, row.id, change, { findings })
    return { state: changed.state }
  })
}

async function scan(
  core: Core,
  row: ImportRow,
  inspect: Inspect,
): Promise<Pick<Inspection, 'verdict' | 'findings'>> {
  const bytes = await readFile(importFile(core, row.id))
  const digest = digestOf(bytes)
  if (digest !== row.digest) return { verdict: 'fail', findings: [DAMAGED] }
  return inspect(
    { path: row.name, bytes, context: null },
    {
      minGroup: 2,
      rounding: 'none',
      identifying: [],
      maxBytes: core.config.sandbox.importMostMib * 1_048_576,
      direction: 'in',
    },
  )
}

const DAMAGED: Finding = {
  rule: 'damaged',
  verdict: 'fail',
  place: '–',
  zh: '文件在接收后发生了变化。请重新申请。',
  en: 'The file changed after it was received. Ask again.',
}
