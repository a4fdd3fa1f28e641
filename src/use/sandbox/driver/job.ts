import { z } from 'zod'
import type { JobProcess, JobWork } from './driver.ts'
import { enterSeat, type Inside, type Place } from './inside.ts'
import { Mailbox } from './mailbox.ts'

type JobEvent = JobProcess['events'] extends AsyncIterable<infer Event> ? Event : never
type JobEnd = Awaited<JobProcess['ended']>

const FromJob = z.discriminatedUnion('ev', [
  z.object({ ev: z.literal('line'), stream: z.enum(['out', 'err']), line: z.string().max(4100) }),
  z.object({ ev: z.literal('progress'), share: z.number().min(0).max(1) }),
  z.object({ ev: z.literal('ended'), code: z.int() }),
])

/** A script in a process of its own; it ends with everything that it started. */
export async function startJob(place: Place, work: JobWork): Promise<JobProcess> {
  const killsBefore = await place.group.memoryKills()
  const inside = await enterSeat(place, 'job', {
    work: { language: work.language, script: work.script, parameters: work.parameters },
  })
  let asked: 'cancelled' | 'time' | null = null
  const stop = async (why: 'cancelled' | 'time') => {
    asked ??= why
    mailbox.close()
    await inside.end()
  }
  const timer = setTimeout(() => void stop('time'), Math.min(work.timeMs, 2 ** 31 - 1))
  const mailbox = new Mailbox<JobEvent>()
  const ended = follow(inside, mailbox).then(async (code): Promise<JobEnd> => {
    clearTimeout(timer)
    await inside.end()
    mailbox.close()
    await place.watch()
    const killed = (await place.group.memoryKills()) > killsBefore
    if (asked) return { state: asked, code }
    if (code === 0) return { state: 'ok', code }
    if (killed && (code === null || code < 0)) return { state: 'memory', code }
    return code === null ? { state: 'died', code } : { state: 'failed', code }
  })
  return { events: events(mailbox), cancel: () => stop('cancelled'), ended }
}

async function follow(inside: Inside, mailbox: Mailbox<JobEvent>): Promise<number | null> {
  for (;;) {
    const frame = await inside.channel.receive()
    if (!frame) return null
    const said = FromJob.safeParse('json' in frame ? frame.json : null)
    if (!said.success) {
      inside.channel.misuse()
      return null
    }
    if (said.data.ev === 'ended') return said.data.code
    if (said.data.ev === 'line') await mailbox.put({ line: said.data.line, stream: said.data.stream })
    else await mailbox.put({ progress: said.data.share })
  }
}

async function* events(mailbox: Mailbox<JobEvent>): AsyncIterable<JobEvent> {
  for (;;) {
    const event = await mailbox.take()
    if (event === null) return
    yield event
  }
}
