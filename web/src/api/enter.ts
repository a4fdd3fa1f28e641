import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type {
  EntryContest,
  EntryMember,
  EntryView,
  Invitation,
  OpenContest,
} from '../../../src/contest/entry/model.ts'
import { get, getBytes, type Page, post, put, remove } from './client.ts'
import { type Answer, type Challenge, useDoorChange, useDoorState } from './door.ts'

export type { EntryContest, EntryMember, EntryView, Invitation, OpenContest }

/** The entrants' door. Nothing here shares a key with the users' rooms. */
const ROOM = 'enter'

export interface AtEntrantDoor {
  readonly in: boolean
  readonly entrantId: string | null
  readonly expiresAt: number | null
}

export const useEntrantDoor = () => useDoorState<AtEntrantDoor>(ROOM, '/contest/session')
export const useAskCode = () =>
  useMutation({ mutationFn: (phone: string) => post<Challenge>('/contest/session/begin', { phone }) })
export const useComeIn = () => useDoorChange(ROOM, (value: Answer) => post('/contest/session', value))
export const useGoOut = () => useDoorChange<void>(ROOM, () => remove('/contest/session'))

export interface EntrantProfile {
  readonly id: string
  readonly phone: string
  readonly name: string
  readonly email: string
  readonly realName: 'none' | 'waiting' | 'verified'
  readonly certMask: string | null
  readonly realNameBy: 'service' | 'paper'
}

export const useEntrant = () =>
  useQuery({ queryKey: ['enter', 'me'], queryFn: () => get<EntrantProfile>('/contest/me') })

export const useOpenContests = () =>
  useQuery({
    queryKey: ['enter', 'open'],
    queryFn: async () => (await get<Page<OpenContest>>('/contest/open')).items,
  })

export const useInvitations = () =>
  useQuery({
    queryKey: ['enter', 'invitations'],
    queryFn: async () => (await get<Page<Invitation>>('/contest/invitations')).items,
  })

export interface TeamSpace {
  readonly contest: EntryContest
  readonly entrantId: string
  readonly teams: readonly EntryView[]
}

/** A contest as an entrant sees it, with the own teams in it. */
export const useTeamSpace = (contestId: string) =>
  useQuery({
    queryKey: ['enter', 'team', contestId],
    queryFn: () => get<TeamSpace>(`/contest/${contestId}/team`),
  })

/** A change by the entrant: everything of the own is read again. */
export function useEnterChange<V, R = unknown>(mutationFn: (value: V) => Promise<R>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn,
    onSettled: () =>
      client.invalidateQueries({
        predicate: ({ queryKey }) => queryKey[0] === 'enter' && queryKey[1] !== 'session',
      }),
  })
}

export const useChangeEntrant = () =>
  useEnterChange((value: { name: string; email: string }) => put('/contest/me', value))

export interface RealNameClaim {
  readonly name: string
  readonly certno: string
  readonly paper: File | null
}
export const useRealName = () =>
  useEnterChange(async ({ paper, ...claim }: RealNameClaim) =>
    post<{ state: 'verified' | 'waiting' }>('/contest/me/real-name', {
      ...claim,
      paper: paper && { name: paper.name, base64: await base64Of(paper) },
    }),
  )

/** `data:…;base64,` is what the browser puts before it. */
const base64Of = (file: File): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.addEventListener('load', () => resolve((reader.result as string).replace(/^[^,]*,/, '')))
    reader.addEventListener('error', () => reject(reader.error ?? new Error('unreadable')))
    reader.readAsDataURL(file)
  })

export const useAnswerInvitation = () =>
  useEnterChange(({ id, verb }: { id: string; verb: 'accept' | 'decline' }) =>
    post(`/contest/invitations/${id}/${verb}`),
  )

export interface TeamWords {
  readonly name: string
  readonly title: string
  readonly division: string
  readonly intro: string
}

export const useMakeTeam = (contestId: string) =>
  useEnterChange((value: TeamWords) => post<{ id: string }>(`/contest/${contestId}/team`, value))

export interface SeatWords {
  readonly bodyId: string | null
  readonly position: string
  readonly student: boolean
}

/** Everything that is done to one own team. */
export const useTeamChange = (team: string) => {
  const at = `/contest/teams/${team}`
  return {
    words: useEnterChange((value: TeamWords) => put(at, value)),
    invite: useEnterChange((value: { phone: string; name: string }) => post(`${at}/members`, value)),
    removeMember: useEnterChange((member: string) => remove(`${at}/members/${member}`)),
    handOver: useEnterChange((member: string) => post(`${at}/captain`, { member })),
    seat: useEnterChange(({ member, ...seat }: SeatWords & { member: string }) =>
      put(`${at}/members/${member}`, seat),
    ),
    addBody: useEnterChange((value: { uscc: string; name: string }) => post(`${at}/bodies`, value)),
    leadBody: useEnterChange((body: string) => post(`${at}/bodies/${body}/lead`)),
    removeBody: useEnterChange((body: string) => remove(`${at}/bodies/${body}`)),
    sign: useEnterChange((value: { code: string; digest: string }) => post(`${at}/statements`, value)),
    submit: useEnterChange((answer: string) => post<{ number: string }>(`${at}/submit`, { answer })),
    withdraw: useEnterChange<void>(() => post(`${at}/withdraw`)),
  }
}
export type TeamChange = ReturnType<typeof useTeamChange>

export const entryReceipt = (team: string) => getBytes(`/contest/teams/${team}/receipt`)

/** The contest of a public address, where it is announced and goes on. */
export const useContestByCode = (code: string) => {
  const open = useOpenContests()
  return { ...open, found: open.data?.find((one) => one.code === code) }
}
