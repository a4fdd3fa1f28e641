import { setTimeout as sleep } from 'node:timers/promises'
import type { CellView, NotebookBrief, SeatView } from '../../src/use/sandbox/model.ts'
import type { Client } from '../../test/support/client.ts'

export interface Team {
  readonly id: string
  readonly book: NotebookBrief
  version: number
}

export async function open(lead: Client, projectId: string, name: string, starts: number[]): Promise<Team> {
  const began = performance.now()
  const { id } = await lead.post<SeatView>('/seats', { projectId, name })
  await entered(lead, id)
  const book = await lead.post<NotebookBrief>(`/seats/${id}/notebooks`, { name: 'work' })
  const team = { id, book, version: book.version }
  await cell(lead, team, { code: `secret = 'SECRET-${name}'` })
  starts.push(performance.now() - began)
  return team
}

export async function entered(lead: Client, id: string): Promise<void> {
  while ((await lead.post<SeatView>(`/seats/${id}/enter`)).state !== 'live') await sleep(100)
}

/** Writes one cell and runs it, as the notebook page does. */
export async function cell(
  lead: Client,
  team: Team,
  work: { code: string; language?: 'sql' },
): Promise<CellView> {
  const at = `/seats/${team.id}/notebooks/${team.book.id}`
  const cells = [{ id: 'one', language: work.language ?? 'python', source: work.code }]
  const saved = await lead.raw(at, {
    method: 'PUT',
    body: JSON.stringify({ version: team.version, name: team.book.name, cells }),
    headers: { 'content-type': 'application/json' },
  })
  if (saved.status !== 200) throw new Error(`a notebook was not saved: ${await saved.text()}`)
  team.version = ((await saved.json()) as NotebookBrief).version
  return lead.post<CellView>(`${at}/cells/one/run?waitMs=60000`)
}
