import { canonical } from '../../kernel/canonical.ts'
import { type Finding, type Inspection, type InspectTerms } from '../check/index.ts'
import { inspectTerms } from './need.ts'
import type { Airlock } from './ports.ts'
import { inspectedRecord, recordHash } from './record.ts'
import { readSets } from './sets.ts'
import { currentFiles, type FileRow, filesOf, type RequestRow } from './store.ts'
import { contractsOf, policiesOf } from './terms.ts'
import { readBytes } from './vault.ts'

/** What the machine found in one file of a request. */
export interface InspectedFileRow {
  readonly file: FileRow
  readonly inspection: Inspection
  readonly recordDigest: string
}

/** The machine looks at every file that is in the request now, one after the other, and writes down what it found. */
export async function inspectFiles(
  airlock: Airlock,
  row: RequestRow,
  signal: AbortSignal,
  told: (done: number, of: number, path: string) => void,
): Promise<InspectedFileRow[]> {
  const { core } = airlock
  const files = currentFiles(await filesOf(core.db, [row.id]))
  const done: InspectedFileRow[] = []
  for (const file of files) {
    signal.throwIfAborted()
    told(done.length, files.length, file.path)
    done.push(await inspectOne(airlock, row, file))
  }
  return done
}

async function inspectOne(airlock: Airlock, row: RequestRow, file: FileRow): Promise<InspectedFileRow> {
  const { core, ports } = airlock
  const terms = await termsFor(airlock, row, file)
  const sets = await readSets(core, file)
  const inspection = await ports.inspect(
    {
      path: file.path,
      bytes: await readBytes(core, file),
      context: file.context,
      sets: sets && {
        train: { path: 'train.csv', bytes: sets.train },
        test: { path: 'test.csv', bytes: sets.test },
        target: lastColumn(sets.train),
      },
    },
    terms,
  )
  const { verdict, findings, record: rules, aids } = inspection
  const record = inspectedRecord(row, file, terms, {
    verdict,
    findings: JSON.parse(canonical(findings)) as never,
    rules: JSON.parse(canonical(rules)) as never,
  })
  const recordDigest = recordHash(record)
  await core.db
    .updateTable('airlock_file')
    .set({
      findings: JSON.stringify(findings),
      aids: JSON.stringify(aids),
      rules: JSON.stringify(rules),
      verdict,
      record: JSON.stringify(record),
      record_digest: recordDigest,
    })
    .where('id', '=', file.id)
    .where('last_round', 'is', null)
    .execute()
  tellOfCanary(airlock, row, findings)
  return { file, inspection, recordDigest }
}

async function termsFor({ core, ports }: Airlock, row: RequestRow, file: FileRow): Promise<InspectTerms> {
  const contracts = await contractsOf(core, file.contract_ids)
  const known = ports.known?.(row.project_id)
  const more = { maxBytes: core.config.airlock.fileBytes, ...(known ? { known } : {}) }
  return inspectTerms(policiesOf(contracts), more)
}

/** A planted person on the way out: the watch hears of it at once, whatever becomes of the request. */
function tellOfCanary({ core }: Airlock, row: RequestRow, findings: readonly Finding[]): void {
  if (!findings.some(({ rule }) => rule === 'canary')) return
  void core.events.publish('airlock.canary', {
    requestId: row.id,
    seatId: row.seat_id,
    projectId: row.project_id,
    consumerId: row.consumer_id,
    authorId: row.author_id,
  })
}

/** The label stands last in a labelled set. */
function lastColumn(csv: Buffer): string {
  const [head = ''] = csv.subarray(0, 65_536).toString('utf8').split(/\r?\n/, 1)
  return (head.split(',').at(-1) ?? '').replace(/^"|"$/g, '').replace(/^\uFEFF/, '')
}
