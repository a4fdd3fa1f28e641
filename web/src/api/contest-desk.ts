import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type {
  DeskDiscussion,
  DeskRound,
  DeskSheet,
  DeskWork,
  DeskWorkView,
  SheetDraft,
} from '../../../src/contest/judging/model.ts'
import { get, type Page, post, put } from './client.ts'

export type { DeskDiscussion, DeskRound, DeskSheet, DeskWork, DeskWorkView, SheetDraft }
export type DeskCriterion = DeskWorkView['criteria'][number]

/** Where an expert is: a round of a contest, and the own code of a work. */
export interface DeskAt {
  readonly contestId: string
  readonly round: string
  readonly code: string
}

const roundPath = (contestId: string, round: string) => `/desk/${contestId}/${round}`
const workPath = ({ contestId, round, code }: DeskAt) => `${roundPath(contestId, round)}/works/${code}`

export const fileAddress = (at: DeskAt, place: number) => `/api${workPath(at)}/files/${place}`
export const exportAddress = (contestId: string, round: string) => `/api${roundPath(contestId, round)}/export`

export const useDesk = () =>
  useQuery({ queryKey: ['desk'], queryFn: () => get<Page<DeskRound>>('/desk'), refetchInterval: 60_000 })

export const useDeskWorks = (contestId: string, round: string) =>
  useQuery({
    queryKey: ['desk-works', contestId, round],
    queryFn: () => get<Page<DeskWork>>(`${roundPath(contestId, round)}/works`),
  })

export const useDeskWork = (at: DeskAt) =>
  useQuery({
    queryKey: ['desk-work', at],
    queryFn: () => get<DeskWorkView>(workPath(at)),
    // What the reader types is newer than what the server holds: never read again over it.
    refetchOnWindowFocus: false,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  })

export const useDiscussion = (at: DeskAt, open: boolean) =>
  useQuery({
    queryKey: ['desk-discussion', at],
    queryFn: () => get<DeskDiscussion>(`${workPath(at)}/discussion`),
    enabled: open,
    refetchInterval: 30_000,
  })

export const saveSheet = (at: DeskAt, draft: SheetDraft) =>
  put<{ revision: number; savedAt: number }>(`${workPath(at)}/sheet`, draft)

function useDeskChange<V, R>(mutationFn: (value: V) => Promise<R>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn,
    onSettled: () =>
      Promise.all(
        ['desk', 'desk-works', 'desk-work', 'desk-discussion', 'home'].map((key) =>
          client.invalidateQueries({ queryKey: [key] }),
        ),
      ),
  })
}

export const useSubmitSheet = (at: DeskAt) =>
  useDeskChange((draft: SheetDraft) => post(`${workPath(at)}/submit`, draft))
export const useDecline = (at: DeskAt) =>
  useDeskChange((body: { reason: string; conflict: boolean }) => post(`${workPath(at)}/decline`, body))
export const useRemark = (at: DeskAt) =>
  useDeskChange((text: string) => post(`${workPath(at)}/discussion`, { text }))
