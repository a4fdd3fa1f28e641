import { sql } from 'kysely'
import type { Db } from '../../../platform/postgres/index.ts'
import { termsOf } from '../entry.ts'
import { parseEntry } from '../verifier/index.ts'
import type { Findings } from './report.ts'

/** The search terms that these entries lead to. */
export function termsIn(first: number, entries: readonly Buffer[]): { terms: string[]; leaves: number[] } {
  const [terms, leaves]: [string[], number[]] = [[], []]
  for (const [at, entry] of entries.entries()) {
    const view = parseEntry(entry.toString('utf8'))
    for (const term of typeof view === 'string' ? [] : termsOf(view)) {
      terms.push(term)
      leaves.push(first + at)
    }
  }
  return { terms, leaves }
}

/** Compares the search index with the entries. It holds what `seen` counts and nothing else. */
export function termCheck(db: Db, found: Findings) {
  let expected = 0
  return {
    async compare(first: number, entries: readonly Buffer[]): Promise<void> {
      const { terms, leaves } = termsIn(first, entries)
      expected += terms.length
      const { rows } = await sql<{ leaf: number; term: string }>`
        select w.leaf, w.term from unnest(${terms}::text[], ${leaves}::bigint[]) as w (term, leaf)
        where not exists (select 1 from evidence_term t where t.term = w.term and t.leaf = w.leaf)`.execute(
        db,
      )
      for (const { leaf, term } of rows)
        found.derived('database', leaf, `the search index does not find it by ${term}`)
      expected -= rows.length
    },
    /** Terms that no entry leads to: of the entries before `next`, and of none at all. */
    async finish(next: number): Promise<void> {
      const { rows } = await sql<{ known: number; stray: number }>`
        select count(*) filter (where t.leaf < ${next}) as known,
          count(*) filter (where t.leaf >= ${next} and o.leaf is null) as stray
        from evidence_term t left join evidence_outbox o on o.leaf = t.leaf and o.leaf >= ${next}`.execute(db)
      const strange = rows[0]!.known - expected + rows[0]!.stray
      if (strange > 0)
        found.derived('database', null, `the search index holds ${strange} terms that no entry leads to`)
    },
  }
}
