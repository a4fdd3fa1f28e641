import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Counts, Decision, EntryBrief, EntryView, Pair } from '../../../src/contest/entry/model.ts'
import type { LineProblem } from '../../../src/contest/entry/organise/import-rules.ts'
import { get, getBytes, type Page, post } from './client.ts'

export type { Counts, Decision, EntryBrief, EntryView, LineProblem, Pair }

export interface Refused {
  readonly teamId: string
  readonly number: string | null
  readonly code: string
  readonly zh: string
  readonly en: string
}

type Filter = Record<string, string | number | undefined>

/** Entries of a contest as its organiser sees them. */
export const useEntries = (contest: string, filter: Filter) =>
  useQuery({
    queryKey: ['contest-entries', contest, filter],
    queryFn: () => get<Page<EntryBrief> & { counts: Counts }>(`/contests/${contest}/entries`, filter),
    placeholderData: (before) => before,
  })

/** One entry; with `people` the ways to call them, which is recorded: hence asked once, not on every look. */
export const useEntry = (contest: string, team: string | null, people: boolean) =>
  useQuery({
    queryKey: ['contest-entry', contest, team, people],
    queryFn: () => get<EntryView>(`/contests/${contest}/entries/${team}`, people ? { people } : {}),
    enabled: team !== null,
    placeholderData: (before) => (before?.id === team ? before : undefined),
    ...(people ? { staleTime: Infinity, refetchOnWindowFocus: false } : {}),
  })

export const usePairs = (contest: string) =>
  useQuery({
    queryKey: ['contest-pairs', contest],
    queryFn: async () => (await get<Page<Pair>>(`/contests/${contest}/entries/pairs`)).items,
  })

function useEntriesChange<V, R>(mutationFn: (value: V) => Promise<R>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn,
    onSettled: () =>
      client.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[0]).startsWith('contest-') }),
  })
}

export const useDecideEntries = (contest: string) =>
  useEntriesChange((decision: Decision) =>
    post<{ done: string[]; refused: Refused[] }>(`/contests/${contest}/entries/decide`, decision),
  )

export const useImportEntries = (contest: string) =>
  useEntriesChange((file: { text: string; dry: boolean }) =>
    post<{ teams: number }>(`/contests/${contest}/entries/import`, file),
  )

export const useJudgePaper = (contest: string, team: string) =>
  useEntriesChange(({ entrant, ...verdict }: { entrant: string; right: boolean; reason: string }) =>
    post(`/contests/${contest}/entries/${team}/papers/${entrant}`, verdict),
  )

export const exportEntries = (contest: string, people: boolean) =>
  getBytes(`/contests/${contest}/entries/export${people ? '?people=true' : ''}`)

export const paperAddress = (contest: string, team: string, entrant: string) =>
  `/api/contests/${contest}/entries/${team}/papers/${entrant}`
