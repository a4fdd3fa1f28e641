import { type Client, createClient } from '../client.ts'
import { inTurns } from './entrants.ts'

/** An expert with the password that his invitation let him set. */
export interface ExpertUser {
  readonly at: number
  readonly userId: string
  readonly login: string
}

const PASSWORD = 'Blind-Review-2024-Contest'

/** Made-up experts as users of a body: invited by the system administrator, let in by their own links. */
export async function inviteExperts(
  origin: string,
  administrator: Client,
  participantId: string,
  count: number,
  stem = 'judge',
): Promise<ExpertUser[]> {
  const places = Array.from({ length: count }, (_, at) => at)
  return inTurns(places, 4, async (at) => {
    const login = `${stem}${String(at + 1).padStart(2, '0')}`
    const made = await administrator.post<{ userId: string; token: string }>('/invitations', {
      participantId,
      login,
      displayName: `评委${at + 1}（合成）`,
      roles: ['expert'],
    })
    await createClient(origin).post(`/invitations/${made.token}/accept`, { password: PASSWORD })
    return { at, userId: made.userId, login }
  })
}

export async function signedIn(origin: string, { login }: ExpertUser): Promise<Client> {
  const client = createClient(origin)
  await client.post('/session', { login, password: PASSWORD })
  return client
}

interface Preview {
  readonly seed: string
  readonly inputsDigest: string
  readonly lacking: number
  readonly added: number
  readonly loads: readonly { readonly load: number }[]
}

/** Everybody of the panel declares no conflict; the machine assigns what its preview showed. */
export async function assignAll(
  organiser: Client,
  contestId: string,
  round: string,
  bounds: { readonly minLoad: number; readonly maxLoad: number },
): Promise<Preview> {
  const url = `/contests/${contestId}/panel/${round}`
  const preview = await organiser.post<Preview>(`${url}/preview`, bounds)
  const { seed, inputsDigest } = preview
  await organiser.post(`${url}/assign`, { ...bounds, seed, inputsDigest })
  return preview
}

interface DeskWork {
  readonly code: string
  readonly ready: boolean
  readonly state: string
}
interface DeskView {
  readonly criteria: readonly { readonly code: string; readonly max: number }[]
  readonly sheet: { readonly revision: number }
  readonly fields: readonly { readonly text: string }[]
}

/** Reads each own work of a round and hands its sheet in. Returns how many. */
export async function judgeAll(
  expert: Client,
  contestId: string,
  round: string,
  points: (text: string, criterion: number) => number,
): Promise<number> {
  const url = `/desk/${contestId}/${round}/works`
  const { items } = await expert.get<{ items: DeskWork[] }>(url)
  for (const { code, ready, state } of items) {
    if (!ready || state === 'submitted') throw new Error(`a work is not to be judged: ${ready} ${state}`)
    const work = await expert.get<DeskView>(`${url}/${code}`)
    const text = work.fields.map((field) => field.text).join('\n')
    const scores = Object.fromEntries(
      work.criteria.map((criterion, at) => [criterion.code, Math.min(criterion.max, points(text, at))]),
    )
    const { revision } = work.sheet
    await expert.post(`${url}/${code}/submit`, {
      scores,
      comment: '方法清楚，结论有据。',
      privateNote: '',
      revision,
    })
  }
  return items.length
}

/** Waits for a long work that was asked for. */
export async function jobDone(client: Client, jobId: string): Promise<void> {
  for (
    const began = Date.now();
    Date.now() - began < 600_000;
    await new Promise((go) => setTimeout(go, 100))
  ) {
    const { state, error } = await client.get<{ state: string; error: unknown }>(`/jobs/${jobId}`)
    if (state === 'done') return
    if (state === 'failed' || state === 'cancelled') throw new Error(`job ${state}: ${JSON.stringify(error)}`)
  }
  throw new Error('a job did not end')
}
