import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { AwardListView, AwardView } from '../../../src/contest/after/awards/model.ts'
import type { ClosingView } from '../../../src/contest/after/closing/model.ts'
import type {
  GreenChannelView,
  IncubationView,
  InterestView,
} from '../../../src/contest/after/follow/model.ts'
import type { ResultView } from '../../../src/contest/after/model.ts'
import type { ReportNumbers } from '../../../src/contest/after/report/model.ts'
import { get, type Page, post, put, remove } from './client.ts'
import { useEnterChange } from './enter.ts'

export type {
  AwardListView,
  AwardView,
  ClosingView,
  GreenChannelView,
  IncubationView,
  InterestView,
  ReportNumbers,
  ResultView,
}

/* ---- the organiser ---- */

const keyOf = (contestId: string) => ['contest-after', contestId] as const

function useAfterChange<V, R = unknown>(contestId: string, mutationFn: (value: V) => Promise<R>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn,
    onSettled: () => client.invalidateQueries({ queryKey: keyOf(contestId) }),
  })
}

export const useAwardLists = (contestId: string) =>
  useQuery({
    queryKey: [...keyOf(contestId), 'lists'],
    queryFn: () => get<Page<AwardListView>>(`/contests/${contestId}/award-lists`),
  })

export const useAwards = (contestId: string) =>
  useQuery({
    queryKey: [...keyOf(contestId), 'awards'],
    queryFn: () => get<Page<AwardView>>(`/contests/${contestId}/awards`, { limit: 200 }),
    // Certificates come one after the other.
    refetchInterval: (query) =>
      query.state.data?.items.some((one) => !one.certificate && one.revokedAt === null) ? 3000 : false,
  })

export interface Proposal {
  readonly exclusions: readonly { readonly teamId: string; readonly reason: string }[]
  readonly decisions: AwardListView['decisions']
}

export const usePropose = (contestId: string) =>
  useAfterChange(contestId, (value: Proposal) => post(`/contests/${contestId}/award-lists`, value))
export const useCheckList = (contestId: string) =>
  useAfterChange(contestId, ({ listId, publishAt }: { listId: string; publishAt: number | null }) =>
    post(`/contests/${contestId}/award-lists/${listId}/check`, { publishAt }),
  )
export const useReturnList = (contestId: string) =>
  useAfterChange(contestId, ({ listId, reason }: { listId: string; reason: string }) =>
    post(`/contests/${contestId}/award-lists/${listId}/return`, { reason }),
  )
export const useRevokeAward = (contestId: string) =>
  useAfterChange(contestId, ({ awardId, reason }: { awardId: string; reason: string }) =>
    post(`/contests/${contestId}/awards/${awardId}/revoke`, { reason }),
  )
export const useMakeCertificates = (contestId: string) =>
  useAfterChange<void, { jobId: string }>(contestId, () => post(`/contests/${contestId}/certificates`))

export const afterFile = (contestId: string, path: string): string => `/api/contests/${contestId}/${path}`

export const useGreenChannels = (contestId: string) =>
  useQuery({
    queryKey: [...keyOf(contestId), 'green'],
    queryFn: () => get<Page<GreenChannelView>>(`/contests/${contestId}/green-channels`, { limit: 200 }),
  })
export const usePrepare = (contestId: string) =>
  useAfterChange(contestId, ({ id, ...value }: { id: string; offerId: string; answer: string }) =>
    post(`/contests/${contestId}/green-channels/${id}/prepare`, value),
  )
export const useDecline = (contestId: string) =>
  useAfterChange(contestId, ({ id, answer }: { id: string; answer: string }) =>
    post(`/contests/${contestId}/green-channels/${id}/decline`, { answer }),
  )

export const useInterests = (contestId: string) =>
  useQuery({
    queryKey: [...keyOf(contestId), 'interests'],
    queryFn: () => get<Page<InterestView>>(`/contests/${contestId}/interests`, { limit: 200 }),
  })
export const useAnswerInterest = (contestId: string) =>
  useAfterChange(contestId, ({ id, ...value }: { id: string; introduce: boolean; answer: string }) =>
    post(`/contests/${contestId}/interests/${id}/answer`, value),
  )

export interface ClosingPage {
  readonly code: string
  readonly endsAt: number
  readonly earliestAt: number
  readonly closing: ClosingView | null
}

export const useClosing = (contestId: string) =>
  useQuery({
    queryKey: [...keyOf(contestId), 'closing'],
    queryFn: () => get<ClosingPage>(`/contests/${contestId}/closing`),
    refetchInterval: (query) => (query.state.data?.closing?.state === 'destroying' ? 2000 : false),
  })

export interface NewClosing {
  readonly reason: string
  readonly destroyAt: number
  readonly certificates: 'keep' | 'destroy'
  readonly confirm: string
}
export const usePlanClosing = (contestId: string) =>
  useAfterChange(contestId, (value: NewClosing) => post(`/contests/${contestId}/closing`, value))
export const useCancelClosing = (contestId: string) =>
  useAfterChange<void>(contestId, () => post(`/contests/${contestId}/closing/cancel`))

export const useReport = (contestId: string) =>
  useQuery({
    queryKey: [...keyOf(contestId), 'report'],
    queryFn: () => get<ReportNumbers>(`/contests/${contestId}/report`),
  })

/* ---- a body ---- */

const FOLLOW = ['follow-up'] as const

function useFollowChange<V, R = unknown>(mutationFn: (value: V) => Promise<R>) {
  const client = useQueryClient()
  return useMutation({ mutationFn, onSettled: () => client.invalidateQueries({ queryKey: FOLLOW }) })
}

export interface AnnouncedContest {
  readonly id: string
  readonly code: string
  readonly titleZh: string
  readonly titleEn: string
}

const followed = <T>(what: string) => ({
  queryKey: [...FOLLOW, what],
  queryFn: () => get<Page<T>>(`/follow-up/${what}`, { limit: 200 }),
})
export const useAnnounced = () => useQuery(followed<AnnouncedContest>('contests'))
export const useOwnIncubations = () => useQuery(followed<IncubationView>('incubations'))
export const useIntroduced = () => useQuery(followed<InterestView>('interests'))
export const usePrepared = () => useQuery(followed<GreenChannelView>('green-channels'))

export const useOpenIncubation = () =>
  useFollowChange(({ contestId, ...value }: { contestId: string; title: string; text: string }) =>
    post(`/follow-up/contests/${contestId}/incubations`, value),
  )
export const useEndIncubation = () =>
  useFollowChange((id: string) => post(`/follow-up/incubations/${id}/end`))
export const useSendGreen = () =>
  useFollowChange(({ id, purpose }: { id: string; purpose: string }) =>
    post<{ requestId: string }>(`/follow-up/green-channels/${id}/send`, { purpose }),
  )

/* ---- a team, at the entrants' door ---- */

export const useResult = (contestId: string) =>
  useQuery({
    queryKey: ['enter', 'result', contestId],
    queryFn: () => get<ResultView>(`/contest/${contestId}/result`),
  })
export const useOffered = (contestId: string) =>
  useQuery({
    queryKey: ['enter', 'incubations', contestId],
    queryFn: () => get<Page<IncubationView>>(`/contest/${contestId}/incubations`, { limit: 200 }),
  })
export const useOwnInterests = (contestId: string) =>
  useQuery({
    queryKey: ['enter', 'interests', contestId],
    queryFn: () => get<Page<InterestView>>(`/contest/${contestId}/interests`, { limit: 200 }),
  })

export interface GreenWish {
  readonly purpose: string
  readonly wanted: string
  readonly days: number
  readonly uscc: string
}

export const useResultChange = (contestId: string) => ({
  show: useEnterChange((summary: string) => put(`/contest/${contestId}/showcase`, { summary })),
  hide: useEnterChange<void>(() => remove(`/contest/${contestId}/showcase`)),
  ask: useEnterChange((wish: GreenWish) => post(`/contest/${contestId}/green-channel`, wish)),
  withdraw: useEnterChange<void>(() => post(`/contest/${contestId}/green-channel/withdraw`)),
  express: useEnterChange(({ id, ...said }: { id: string; message: string; contact: string }) =>
    post(`/contest/${contestId}/incubations/${id}/interest`, said),
  ),
  takeBack: useEnterChange((id: string) => post(`/contest/${contestId}/interests/${id}/withdraw`)),
})
