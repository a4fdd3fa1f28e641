import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type {
  AppealView,
  ExpertProgress,
  JudgingView,
  NewShortlist,
  OwnResult,
  RankingView,
  RankRow,
  Recomputed,
  SheetBrief,
  WorkSheets,
} from '../../../src/contest/judging/model.ts'
import { get, type Page, post } from './client.ts'

export type {
  AppealView,
  ExpertProgress,
  JudgingView,
  OwnResult,
  RankingView,
  RankRow,
  Recomputed,
  SheetBrief,
  WorkSheets,
}

type Filter = Record<string, string | number | boolean | undefined>
const at = (id: string, round: string) => `/contests/${id}/rounds/${round}`

export const useJudging = (id: string, round: string) =>
  useQuery({
    queryKey: ['judging', id, round],
    queryFn: () => get<JudgingView>(`${at(id, round)}/judging`),
    enabled: round !== '',
    refetchInterval: 60_000,
  })
export const useSheets = (id: string, round: string, filter: Filter) =>
  useQuery({
    queryKey: ['judging-sheets', id, round, filter],
    queryFn: () => get<Page<SheetBrief>>(`${at(id, round)}/sheets`, filter),
    placeholderData: (before) => before,
  })
export const useRanking = (id: string, round: string, filter: Filter) =>
  useQuery({
    queryKey: ['judging-ranking', id, round, filter],
    queryFn: () => get<RankingView>(`${at(id, round)}/ranking`, filter),
    placeholderData: (before) => before,
  })
export const useWorkSheets = (id: string, round: string, work: string) =>
  useQuery({
    queryKey: ['judging-work', id, round, work],
    queryFn: () => get<WorkSheets>(`${at(id, round)}/judged-works/${work}`),
    enabled: work !== '',
  })
export const useAppeals = (id: string, round: string) =>
  useQuery({
    queryKey: ['judging-appeals', id, round],
    queryFn: () => get<Page<AppealView>>(`${at(id, round)}/appeals`, { limit: 200 }),
  })
export const recompute = (id: string, round: string) => get<Recomputed>(`${at(id, round)}/recompute`)
export const rankingAddress = (id: string, round: string) => `/api${at(id, round)}/ranking.csv`

function useJudgingChange<V, R>(mutationFn: (value: V) => Promise<R>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn,
    onSettled: () =>
      Promise.all(
        ['judging', 'judging-sheets', 'judging-ranking', 'judging-work', 'judging-appeals', 'contest'].map(
          (key) => client.invalidateQueries({ queryKey: [key] }),
        ),
      ),
  })
}

export const useRemind = (id: string, round: string) =>
  useJudgingChange(() => post<{ experts: number }>(`${at(id, round)}/remind-experts`))
export const useReopen = (id: string, round: string) =>
  useJudgingChange(({ assignment, reason }: { assignment: string; reason: string }) =>
    post(`${at(id, round)}/sheets/${assignment}/reopen`, { reason }),
  )
export const useRescore = (id: string, round: string) =>
  useJudgingChange(({ work, ...body }: { work: string; reason: string; closesAt: number }) =>
    post(`${at(id, round)}/judged-works/${work}/rescore`, body),
  )
export const useMakeRanking = (id: string, round: string) =>
  useJudgingChange((word: string) => post<{ number: number }>(`${at(id, round)}/ranking`, { word }))
export const useShortlist = (id: string, round: string) =>
  useJudgingChange((body: NewShortlist) => post<{ teams: number }>(`${at(id, round)}/shortlist`, body))
export const usePublish = (id: string, round: string) =>
  useJudgingChange((body: { number: number; at: number | null }) => post(`${at(id, round)}/publish`, body))
export const useDecideAppeal = (id: string, round: string) =>
  useJudgingChange(
    ({ appeal, ...body }: { appeal: string; decision: 'upheld' | 'rejected'; reason: string }) =>
      post(`${at(id, round)}/appeals/${appeal}`, body),
  )

/* ---- teams, at their own door ---- */

const ownAt = (id: string, round: string) => `/contest/${id}/rounds/${round}`

export const useOwnResult = (id: string, round: string) =>
  useQuery({
    queryKey: ['own-result', id, round],
    queryFn: () => get<OwnResult>(`${ownAt(id, round)}/result`),
  })

export function useAppeal(id: string, round: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (text: string) => post(`${ownAt(id, round)}/appeal`, { text }),
    onSettled: () => client.invalidateQueries({ queryKey: ['own-result', id, round] }),
  })
}
