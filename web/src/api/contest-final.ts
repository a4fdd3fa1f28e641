import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type {
  AdmissionBrief,
  FinalView,
  OfferChoice,
  OwnFinal,
} from '../../../src/contest/final/admission/model.ts'
import type { GuestView } from '../../../src/contest/final/checkin/model.ts'
import type { DrawView, Verified } from '../../../src/contest/final/draw/model.ts'
import type { FinalistView, FinalSettings } from '../../../src/contest/final/model.ts'
import type {
  ClockView,
  HallTurn,
  HallView,
  InstantView,
  JudgeView,
  RankRow,
  StageView,
  TurnView,
} from '../../../src/contest/final/stage/model.ts'
import type { Move } from '../../../src/contest/final/stage/states.ts'
import { get, type Page, post, put } from './client.ts'

export type {
  ClockView,
  DrawView,
  FinalistView,
  FinalSettings,
  FinalView,
  GuestView,
  HallTurn,
  HallView,
  InstantView,
  JudgeView,
  Move,
  OfferChoice,
  OwnFinal,
  RankRow,
  StageView,
  TurnView,
}
export type FinalOffer = FinalSettings['offers'][number]
export type PublicDraw = {
  readonly draws: readonly (DrawView & { readonly verified: Verified | null })[]
  readonly teams: readonly { readonly id: string; readonly number: string | null; readonly name: string }[]
  readonly how: { readonly zh: readonly string[]; readonly en: readonly string[] }
}
export interface Guests extends Page<GuestView> {
  readonly here: number
  readonly zones: readonly string[]
}

const KEY = 'contest-final'

export const useFinal = (id: string, enabled = true) =>
  useQuery({
    enabled,
    queryKey: [KEY, id, 'view'],
    queryFn: () => get<FinalView>(`/contests/${id}/final`),
    // While the job runs its steps are read along.
    refetchInterval: ({ state }) =>
      ['queued', 'active'].includes(state.data?.job?.state ?? '') ? 2000 : false,
  })
export const useFinalTeams = (id: string, filter: { offset?: number; limit?: number }, often: boolean) =>
  useQuery({
    queryKey: [KEY, id, 'teams', filter],
    queryFn: () => get<Page<FinalistView>>(`/contests/${id}/final/teams`, filter),
    placeholderData: (before) => before,
    refetchInterval: often ? 2500 : false,
  })
export const useOfferChoices = (id: string) =>
  useQuery({
    queryKey: [KEY, id, 'offers'],
    queryFn: () => get<Page<OfferChoice>>(`/contests/${id}/final/offers`),
    staleTime: 60_000,
  })
export const useGuests = (id: string, text: string) =>
  useQuery({
    queryKey: [KEY, id, 'guests', text],
    queryFn: () => get<Guests>(`/contests/${id}/final/guests`, { text, limit: 100 }),
    placeholderData: (before) => before,
    refetchInterval: 15_000,
  })
export const useDraws = (id: string) =>
  useQuery({
    queryKey: [KEY, id, 'draws'],
    queryFn: () => get<Page<DrawView>>(`/contests/${id}/final/draws`),
  })

export const useAdmissions = () =>
  useQuery({
    queryKey: [KEY, 'admissions'],
    queryFn: () => get<Page<AdmissionBrief>>('/contest-admissions'),
  })

/** A change of the final: everything that may show it is read again. */
function useFinalChange<V, R>(id: string, mutationFn: (value: V) => Promise<R>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn,
    onSettled: () =>
      Promise.all([KEY, 'contest-stage'].map((key) => client.invalidateQueries({ queryKey: [key, id] }))),
  })
}

export const useSetFinal = (id: string) =>
  useFinalChange(id, (value: FinalSettings) => put(`/contests/${id}/final`, value))
export const useTake = (id: string) =>
  useFinalChange(id, () => post<{ taken: number }>(`/contests/${id}/final/take`))
export const useDrop = (id: string) =>
  useFinalChange(id, ({ team, reason }: { team: string; reason: string }) =>
    post(`/contests/${id}/final/teams/${team}/drop`, { reason }),
  )
export const useAdmit = (id: string) =>
  useFinalChange(id, () => post<{ jobId: string }>(`/contests/${id}/final/admission`))
export const useCancelAdmission = (id: string) =>
  useFinalChange(id, () => post(`/contests/${id}/final/admission/cancel`))
export const useCheckIn = (id: string) =>
  useFinalChange(id, (value: { teamId: string; entrantId: string; zone: string }) =>
    post(`/contests/${id}/final/check-in`, value),
  )
export const useCheckOut = (id: string) =>
  useFinalChange(id, (value: { teamId: string; entrantId: string }) =>
    post(`/contests/${id}/final/check-out`, value),
  )
export const useCommitDraw = (id: string) =>
  useFinalChange(id, (scope: DrawView['scope']) =>
    post<{ id: string }>(`/contests/${id}/final/draw`, { scope }),
  )
export const useMakeDraw = (id: string) =>
  useFinalChange(id, (words: readonly { teamId: string; word: string }[]) =>
    post(`/contests/${id}/final/draw/make`, { words }),
  )
export const useVoidDraw = (id: string) =>
  useFinalChange(id, (reason: string) => post(`/contests/${id}/final/draw/void`, { reason }))

// The stage. Pages listen to its events; these are read again when one says that something changed.

export const useStage = (id: string) =>
  useQuery({
    queryKey: ['contest-stage', id, 'stage'],
    queryFn: () => get<StageView>(`/contests/${id}/stage`),
  })
export const useInstant = (id: string, open: boolean) =>
  useQuery({
    queryKey: ['contest-stage', id, 'ranking'],
    queryFn: () => get<InstantView>(`/contests/${id}/stage/ranking`),
    enabled: open,
  })
export const useMoveStage = (id: string) =>
  useFinalChange(id, (value: { turnId: string; seq: number; move: Move; reason?: string }) =>
    post(`/contests/${id}/stage/move`, value),
  )
export const useAddTime = (id: string) =>
  useFinalChange(id, (value: { turnId: string; seq: number; seconds: number }) =>
    post(`/contests/${id}/stage/time`, value),
  )
export const useRelease = (id: string) => useFinalChange(id, () => post(`/contests/${id}/stage/release`))

export interface Sheet {
  readonly turnId: string
  readonly scores: Readonly<Record<string, number>>
  readonly comment: string
}

export const useLiveContests = () =>
  useQuery({
    queryKey: ['contest-live'],
    queryFn: () => get<Page<{ id: string; titleZh: string; titleEn: string }>>('/desk/live'),
  })
export const useJudge = (id: string) =>
  useQuery({
    queryKey: ['contest-stage', id, 'judge'],
    queryFn: () => get<JudgeView>(`/desk/live/${id}`),
  })
export const saveLiveSheet = (id: string, sheet: Sheet) => put(`/desk/live/${id}/sheet`, sheet)
export const useSubmitSheet = (id: string) =>
  useFinalChange(id, (sheet: Sheet) => post(`/desk/live/${id}/sheet`, sheet))

export const useHall = (id: string) =>
  useQuery({
    queryKey: ['contest-stage', id, 'hall'],
    queryFn: () => get<HallView>(`/contest-front/hall/${id}`),
  })
export const usePublicDraw = (id: string) =>
  useQuery({
    queryKey: [KEY, id, 'public-draw'],
    queryFn: () => get<PublicDraw>(`/contest-front/hall/${id}/draw`),
  })

export const useOwnFinal = (id: string) =>
  useQuery({
    queryKey: [KEY, id, 'own'],
    queryFn: () => get<OwnFinal>(`/contest/${id}/final`),
    refetchInterval: 30_000,
  })
export const useOwnAccount = (id: string) =>
  useFinalChange(id, () => post<{ path: string; expiresAt: number }>(`/contest/${id}/final/account`))
