import { setImmediate as breathe } from 'node:timers/promises'
import { systemActor, type UserActor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { uuid7 } from '../../../kernel/random.ts'
import { act, type Core } from '../../../safeguard/evidence/index.ts'
import { type Contest, contestById, roundOf } from '../../scheme/index.ts'
import { filePath } from '../files/places.ts'
import type { SubmittedWork } from '../model.ts'
import { momentOf } from '../rules.ts'
import { submittedWorks } from '../store.ts'
import { comparePairs, type Pair } from './compare.ts'
import { textOfFile } from './extract.ts'
import type { Passage } from './model.ts'
import { normalise, type Part, winnow } from './shingles.ts'

export const HINTS_JOB = 'contest-hints'

/** Compares the works of a round, once nobody can change his own by what others wrote. @throws XinyuError WORK_HINTS_EARLY */
export async function askHints(
  core: Core,
  actor: UserActor,
  contest: Contest,
  round: string,
): Promise<string> {
  if (momentOf(roundOf(contest, round), core.clock.now()) !== 'late') throw new XinyuError('WORK_HINTS_EARLY')
  const { value } = await act(core, systemActor('contest'), async ({ tx, note }) => {
    const job = await core.jobs.enqueue(tx, actor, HINTS_JOB, { contestId: contest.id, round })
    const none = { works: 0, pairs: 0, unread: 0, ended_at: null }
    await tx
      .insertInto('contest_hint_run')
      .values({ contest_id: contest.id, round, job_id: job, ...none })
      .onConflict((conflict) =>
        conflict.columns(['contest_id', 'round']).doUpdateSet({ job_id: job, ...none }),
      )
      .execute()
    note({
      kind: 'work.comparison_asked',
      subject: { contest: contest.id, job, by: actor.userId },
      payload: { round },
    })
    return job
  })
  return value
}

interface Input {
  [key: string]: string
  contestId: string
  round: string
}

export function registerHints(core: Core): void {
  core.jobs.register<Input>(HINTS_JOB, async ({ input, signal, progress }) => {
    const works = await submittedWorks(core.db, input.contestId, input.round)
    const { form } = roundOf(await contestById(core, input.contestId), input.round).submission
    const words = new Set(
      form.filter(({ kind }) => kind === 'text' || kind === 'long_text').map(({ code }) => code),
    )
    const read = []
    let unread = 0
    for (const [i, work] of works.entries()) {
      signal.throwIfAborted()
      const found = await partsOf(core, work, words)
      unread += found.unread
      const normal = normalise(found.parts)
      read.push({ normal, prints: winnow(normal.text) })
      progress(i / works.length, 'contest.comparing', { works: works.length })
      await breathe()
    }
    const pairs = withCopies(works, comparePairs(read))
    await writeHints(core, input, works, pairs, unread)
    return { works: works.length, pairs: pairs.length, unread }
  })
}

async function partsOf(core: Core, work: SubmittedWork, words: ReadonlySet<string>) {
  const parts: Part[] = Object.entries(work.fields).flatMap(([where, text]) =>
    words.has(where) ? [{ where, text }] : [],
  )
  let unread = 0
  for (const file of work.files) {
    const text = await textOfFile(filePath(core, { ...work, id: file.id }), file.type)
    if (text === null) unread++
    else parts.push({ where: file.name, text })
  }
  return { parts, unread }
}

/** The same file in two works, whatever it holds, is a hint of its own. */
function withCopies(works: readonly SubmittedWork[], pairs: readonly Pair[]): Pair[] {
  const all = new Map(pairs.map((pair) => [`${pair.a} ${pair.b}`, pair]))
  const byHash = Map.groupBy(
    works.flatMap((work, at) => work.files.map((file) => ({ at, file }))),
    ({ file }) => file.digest,
  )
  for (const same of byHash.values())
    for (const [i, one] of same.entries())
      for (const two of same.slice(i + 1)) {
        if (one.at === two.at) continue
        const copy: Passage = {
          kind: 'file',
          text: one.file.name,
          inA: one.file.name,
          inB: two.file.name,
          characters: 0,
        }
        const key = `${one.at} ${two.at}`
        const known = all.get(key) ?? { a: one.at, b: two.at, share: 0, passages: [] }
        all.set(key, { ...known, passages: [copy, ...known.passages] })
      }
  return [...all.values()]
}

/** In one transaction: whoever looks sees the old hints or the new ones. What people wrote at a pair stays. */
async function writeHints(
  core: Core,
  { contestId, round }: Input,
  works: readonly SubmittedWork[],
  pairs: readonly Pair[],
  unread: number,
): Promise<void> {
  await act(core, systemActor('contest'), async ({ tx, now, note }) => {
    await tx
      .deleteFrom('contest_hint')
      .where('contest_id', '=', contestId)
      .where('round', '=', round)
      .where('note', 'is', null)
      .execute()
    for (const { a, b, share, passages } of pairs)
      await tx
        .insertInto('contest_hint')
        .values({
          id: uuid7(core.random, now),
          contest_id: contestId,
          round,
          work_a: works[a]!.id,
          work_b: works[b]!.id,
          share,
          passages: JSON.stringify(passages.slice(0, 8)),
          note: null,
          noted_by: null,
          created_at: now,
        })
        .onConflict((conflict) =>
          conflict
            .columns(['contest_id', 'round', 'work_a', 'work_b'])
            .doUpdateSet({ share, passages: JSON.stringify(passages.slice(0, 8)) }),
        )
        .execute()
    await tx
      .updateTable('contest_hint_run')
      .set({ works: works.length, pairs: pairs.length, unread, ended_at: now })
      .where('contest_id', '=', contestId)
      .where('round', '=', round)
      .execute()
    note({
      kind: 'work.compared',
      subject: { contest: contestId },
      payload: { round, works: works.length, pairs: pairs.length },
    })
  })
}
