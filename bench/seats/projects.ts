import { setTimeout as sleep } from 'node:timers/promises'
import { CONTEST_PROJECT } from '../../src/demo/make/contest.ts'
import type { SeatView } from '../../src/use/sandbox/model.ts'
import { type Client, demoClient } from '../../test/support/client.ts'
import { entered } from './team.ts'

const PATIENCE_MS = 600_000

interface Request {
  readonly id: string
  readonly offerId: string
  readonly projectId: string
  readonly projectTitle: string
  readonly contractId: string | null
}

/** Projects of one team under the contest's offer, each with its own contract and its tables prepared. */
export async function projects(origin: string, lead: Client, count: number): Promise<string[]> {
  const officer = await demoClient(origin, 'sh-officer')
  const { items } = await lead.get<{ items: Request[] }>('/requests?direction=out&limit=200')
  const { offerId } = items.find(({ projectTitle }) => projectTitle === CONTEST_PROJECT)!
  const ids: string[] = []
  for (let at = 0; at < count; at++) {
    const title = `200 席位 ${at + 1}`
    const { id } = await lead.post<{ id: string }>('/requests', {
      offerId,
      purpose: 'contest_modelling',
      project: { title },
      reason: '在封闭席位中同时工作，测量启动、时延与内存。',
    })
    const { contractId } = await officer.post<{ contractId: string }>(`/requests/${id}/approve`, {
      answer: '同意用于测量。',
    })
    const { hash } = await lead.get<{ hash: string }>(`/contracts/${contractId}`)
    await lead.post(`/contracts/${contractId}/sign`, { hash })
    await until(
      async () => (await lead.get<{ state: string }>(`/contracts/${contractId}`)).state === 'active',
    )
    ids.push((await lead.get<Request>(`/requests/${id}`)).projectId)
  }
  for (const id of ids) await warmed(lead, id)
  return ids
}

/** The first seat of a project has its tables prepared: that is not measured. */
async function warmed(lead: Client, projectId: string): Promise<void> {
  const seat = await lead.post<SeatView>('/seats', { projectId, name: 'first' })
  await entered(lead, seat.id)
  await lead.post(`/seats/${seat.id}/close`, { reason: 'measured' })
}

async function until(done: () => Promise<boolean>): Promise<void> {
  for (const began = performance.now(); performance.now() - began < PATIENCE_MS; await sleep(200))
    if (await done()) return
  throw new Error('waited in vain')
}
