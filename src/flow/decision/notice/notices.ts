import { systemActor } from '../../../kernel/actor.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { answerNotice } from './answer.ts'
import { type Delivered, deliver, keepLast } from './deliver.ts'
import type { Notice } from './make.ts'

/** How long a webhook may take where nobody waits for it, and how many are told at once. */
const TELL_MS = 5_000
const AT_ONCE = 16
/** More notices than these waiting to be sent are not sent: they stand in the provider's list all the same. */
const MOST_WAITING = 2_000

/** A notice that waits so long beyond its time is waited for by nobody any more. */
const LEFT_MS = 60_000

export interface Notices {
  /** Tells the provider behind the caller's back; never throws, never waits. */
  tell(notice: Notice): void
  /** Tells the provider and waits for the verdict, as long as the contract says. Ends early when aborted. */
  verdict(notice: Notice, signal?: AbortSignal): Promise<'allow' | 'veto'>
  /** Settles by silence what a killed server left waiting. Returns how many. */
  recover(): Promise<number>
  /** Resolves when nothing is on its way any more. */
  settled(): Promise<void>
}

export function createNotices(core: Core): Notices {
  const waiters = new Map<string, (verdict: 'allow' | 'veto') => void>()
  core.events.on('notice.answered', ({ noticeId, verdict }) => waiters.get(noticeId)?.(verdict))

  const queue: Notice[] = []
  const underWay = new Set<Promise<void>>()

  const send = async (notice: Notice): Promise<void> => {
    const delivered = await deliver(core, notice, TELL_MS)
    await keep(core, notice, delivered)
  }
  const next = (): void => {
    const notice = underWay.size < AT_ONCE ? queue.shift() : undefined
    if (!notice) return
    const work = send(notice)
      .catch((error: unknown) => core.log.warn({ err: error, notice: notice.id }, 'a notice was not sent'))
      .finally(() => {
        underWay.delete(work)
        next()
      })
    underWay.add(work)
    next()
  }

  /** By hand, by the hook, or by silence: whoever is first. */
  const verdict = async (notice: Notice, signal?: AbortSignal): Promise<'allow' | 'veto'> => {
    const left = Math.max(0, (notice.answerUntil ?? 0) - core.clock.now())
    const answered = new Promise<'allow' | 'veto' | null>((resolve) => {
      const timer = setTimeout(() => resolve(null), left)
      const settle = (value: 'allow' | 'veto' | null) => {
        clearTimeout(timer)
        resolve(value)
      }
      waiters.set(notice.id, settle)
      signal?.addEventListener('abort', () => settle(null), { once: true })
    })
    const asked = askHook(core, notice, left)
    try {
      const first = await answered
      if (first !== null) return first
      const silent = {
        verdict: notice.silence === 'allow' ? 'allow' : 'veto',
        by: 'silence',
        reason: null,
      } as const
      const stands = await answerNotice(core, systemActor('notice'), notice.id, silent)
      return stands.value ?? silent.verdict
    } finally {
      waiters.delete(notice.id)
      underWay.add(asked)
      void asked.finally(() => underWay.delete(asked))
    }
  }

  return {
    tell(notice) {
      if (queue.length >= MOST_WAITING) return
      queue.push(notice)
      next()
    },
    verdict,
    async recover() {
      const now = core.clock.now()
      const left = await core.db
        .selectFrom('grant_notice')
        .select(['id', 'silence'])
        .where('state', '=', 'waiting')
        .where('answer_until', '<', now - LEFT_MS)
        .limit(500)
        .execute()
      for (const { id, silence } of left) {
        const verdict = silence === 'allow' ? 'allow' : 'veto'
        await answerNotice(core, systemActor('recovery'), id, { verdict, by: 'silence', reason: null })
      }
      return left.length
    },
    async settled() {
      while (underWay.size > 0) await Promise.all(underWay)
    },
  }
}

async function askHook(core: Core, notice: Notice, timeoutMs: number): Promise<void> {
  try {
    const delivered = await deliver(core, notice, Math.max(50, timeoutMs))
    await keep(core, notice, delivered)
    const { verdict } = delivered
    if (verdict)
      await answerNotice(core, systemActor('hook'), notice.id, {
        verdict: verdict.verdict,
        by: 'hook',
        reason: verdict.reason ?? null,
      })
  } catch (error) {
    core.log.warn({ err: error, notice: notice.id }, 'the answer to a notice was not kept')
  }
}

/** How the webhook took it, for the provider's own eyes: no evidence, and no harm where it cannot be written. */
async function keep(core: Core, notice: Notice, { result }: Delivered): Promise<void> {
  if (result === null) return
  await core.db.updateTable('grant_notice').set({ delivery: result }).where('id', '=', notice.id).execute()
  await keepLast(core, notice.providerId, result)
}
