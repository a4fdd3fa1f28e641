import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { FileView } from '../../../src/contest/submission/files/model.ts'
import type { HintRun, HintView } from '../../../src/contest/submission/hints/model.ts'
import type {
  Missing,
  VersionView,
  WorkBrief,
  WorkDetail,
  WorkView,
} from '../../../src/contest/submission/model.ts'
import { get, type Page, post, put, remove, upload } from './client.ts'

export type { FileView, HintRun, HintView, Missing, VersionView, WorkBrief, WorkDetail, WorkView }
export type WorkField = WorkView['form'][number]

/** Whose work, for which round. */
export interface WorkPlace {
  readonly contestId: string
  readonly round: string
  /** Where somebody is in several teams. */
  readonly team: string | null
}

const search = (team: string | null): string => (team ? `?team=${encodeURIComponent(team)}` : '')
const path = ({ contestId, round }: WorkPlace): string =>
  `/contest/contests/${contestId}/work/${encodeURIComponent(round)}`
const keyOf = (place: WorkPlace) => ['entrant', 'work', place] as const

export const useOwnWork = (place: WorkPlace) =>
  useQuery({
    queryKey: keyOf(place),
    queryFn: () => get<WorkView>(`${path(place)}${search(place.team)}`),
    refetchInterval: 60_000,
  })

export const saveWork = (place: WorkPlace, fields: Record<string, string>, draft: number) =>
  put<{ draft: number }>(`${path(place)}${search(place.team)}`, { fields, draft })

export interface Handed {
  readonly version: number
  readonly digest: string
  readonly submittedAt: number
  readonly late: boolean
}

export function useSubmit(place: WorkPlace) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (asked: { key: string; draft: number }) =>
      post<Handed>(`${path(place)}/submit${search(place.team)}`, asked),
    onSettled: () => client.invalidateQueries({ queryKey: keyOf(place) }),
  })
}

export const receiptAddress = (place: WorkPlace, version: number): string =>
  `/api${path(place)}/versions/${version}/receipt${search(place.team)}`

export const beginFile = (
  place: WorkPlace,
  asked: { field: string; name: string; bytes: number; digest: string },
) => post<FileView>(`${path(place)}/files${search(place.team)}`, asked)
export const readFile = (id: string) => get<FileView>(`/contest/files/${id}`)
export const finishFile = (id: string) => post<FileView>(`/contest/files/${id}/finish`, {})
export const sendPiece = (
  id: string,
  offset: number,
  piece: Blob,
  tell: (bytes: number) => void,
  signal: AbortSignal,
) => upload(`/contest/files/${id}?offset=${offset}`, piece, tell, signal)

export function useWorkChange(place: WorkPlace) {
  const client = useQueryClient()
  return () => client.invalidateQueries({ queryKey: keyOf(place) })
}

export function useRemoveFile(place: WorkPlace) {
  const changed = useWorkChange(place)
  return useMutation({ mutationFn: (id: string) => remove(`/contest/files/${id}`), onSettled: changed })
}

/** The organiser's side. */
export interface Works extends Page<WorkBrief> {
  readonly submitted: number
  readonly teams: number
}

export const useWorks = (contestId: string, filter: Record<string, string | number | undefined>) =>
  useQuery({
    queryKey: ['contest-works', contestId, filter],
    queryFn: () => get<Works>(`/contests/${contestId}/works`, filter),
    enabled: Boolean(filter.round),
    placeholderData: (before) => before,
  })

export const useWorkDetail = (contestId: string, teamId: string | null, round: string) =>
  useQuery({
    queryKey: ['contest-works', contestId, teamId, round],
    queryFn: () => get<WorkDetail>(`/contests/${contestId}/works/${teamId}`, { round }),
    enabled: teamId !== null,
  })

export const fileAddress = (contestId: string, teamId: string, fileId: string): string =>
  `/api/contests/${contestId}/works/${teamId}/files/${fileId}`

export function useRemind(contestId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (round: string) => post<{ teams: number }>(`/contests/${contestId}/works/remind`, { round }),
    onSettled: () => client.invalidateQueries({ queryKey: ['contest-works', contestId] }),
  })
}

export const useHints = (contestId: string, round: string) =>
  useQuery({
    queryKey: ['contest-hints', contestId, round],
    queryFn: () =>
      get<Page<HintView> & { run: HintRun | null }>(`/contests/${contestId}/hints`, { round, limit: 200 }),
    enabled: round !== '',
  })

export function useCompare(contestId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (round: string) => post<{ jobId: string }>(`/contests/${contestId}/hints`, { round }),
    onSettled: () => client.invalidateQueries({ queryKey: ['contest-hints', contestId] }),
  })
}

export function useNoteHint(contestId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id, note }: { id: string; note: string }) =>
      put(`/contests/${contestId}/hints/${id}`, { note }),
    onSettled: () => client.invalidateQueries({ queryKey: ['contest-hints', contestId] }),
  })
}
