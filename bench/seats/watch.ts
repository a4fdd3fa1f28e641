import { setTimeout as sleep } from 'node:timers/promises'
import type { SeatView } from '../../src/use/sandbox/model.ts'
import { type Client, demoClient } from '../../test/support/client.ts'
import { cell, open } from './team.ts'

const TRIES = 10
const PATIENCE_MS = 60_000

/** One seat that tried to get out. */
export interface Alert {
  /** From the act to the block, by the server's own clock, as the duty officer reads it. */
  readonly afterMs: number
  /** From the request that ran the cell until the seat was seen blocked. */
  readonly seenMs: number
}

interface Case {
  readonly rule: string
  readonly alerts: readonly { seatId: string | null; blockedAfterMs: number | null }[]
}

/** Spread over the time in which the others work: a seat opens, tries ptrace, is blocked, and is closed. */
export async function blockTimes(
  origin: string,
  lead: Client,
  projectId: string,
  overMs: number,
): Promise<Alert[]> {
  const duty = await demoClient(origin, 'duty')
  const alerts: Alert[] = []
  const began = performance.now()
  for (let at = 0; at < TRIES; at++) {
    await sleep(Math.max(0, began + ((at + 0.5) / TRIES) * overMs - performance.now()))
    const team = await open(lead, projectId, `X-${at + 1}`, [])
    const asked = performance.now()
    const tried = cell(lead, team, {
      code: 'import ctypes\nctypes.CDLL(None).ptrace(16, 1, 0, 0)\nimport time\ntime.sleep(25)',
    }).catch(() => null)
    await until(async () => (await duty.get<SeatView>(`/seats/${team.id}`)).state === 'blocked')
    const seenMs = performance.now() - asked
    await tried
    alerts.push({ seenMs, afterMs: await afterOf(duty, team.id) })
    await lead.post(`/seats/${team.id}/close`, { reason: 'measured' }).catch(() => null)
  }
  return alerts
}

async function afterOf(duty: Client, seatId: string): Promise<number> {
  let found: number | null | undefined
  await until(async () => {
    const { items } = await duty.get<{ items: Case[] }>('/watch/cases?limit=100')
    found = items
      .filter(({ rule }) => rule === 'escape')
      .flatMap(({ alerts }) => alerts)
      .find((one) => one.seatId === seatId)?.blockedAfterMs
    return typeof found === 'number'
  })
  return found!
}

async function until(done: () => Promise<boolean>): Promise<void> {
  for (const began = performance.now(); performance.now() - began < PATIENCE_MS; await sleep(50))
    if (await done()) return
  throw new Error('a seat that tried to get out was not blocked')
}
