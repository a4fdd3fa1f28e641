import type { z } from 'zod'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type {
  AlertView,
  CanaryView as Canary,
  CaseView,
  Reaction,
  RosterView,
  Severity,
  ShiftView,
  WallView,
  WatchRuleView,
} from '../../../src/oversight/watch/model.ts'
import { get, type Page, post, put } from './client.ts'

export type { AlertView, CaseView, Reaction, Severity }
export type Roster = RosterView
export type Shift = ShiftView
export type CanaryView = z.output<typeof Canary>
export type Wall = WallView
export type WatchRule = WatchRuleView

type Filter = Record<string, string | number | undefined>

export const useWall = () => useQuery({ queryKey: ['wall'], queryFn: () => get<Wall>('/watch/wall') })

export const useAlerts = (filter: Filter) =>
  useQuery({
    queryKey: ['watch-alerts', filter],
    queryFn: () => get<Page<AlertView>>('/watch/alerts', filter),
    placeholderData: (before) => before,
  })

export const useCases = (filter: Filter) =>
  useQuery({
    queryKey: ['watch-cases', filter],
    queryFn: () => get<Page<CaseView>>('/watch/cases', filter),
    placeholderData: (before) => before,
  })

export const useCase = (id: string) =>
  useQuery({ queryKey: ['watch-case', id], queryFn: () => get<CaseView>(`/watch/cases/${id}`) })

export const useWatchRules = () =>
  useQuery({ queryKey: ['watch-rules'], queryFn: () => get<Page<WatchRule>>('/watch/rules') })

export const useRoster = (from: number, until: number) =>
  useQuery({
    queryKey: ['watch-roster', from, until],
    queryFn: () => get<Roster>('/watch/roster', { from, until }),
    placeholderData: (before) => before,
  })

export const useCanaries = (enabled: boolean) =>
  useQuery({
    queryKey: ['watch-canaries'],
    queryFn: () => get<Page<CanaryView>>('/watch/canaries'),
    enabled,
  })

function useWatchChange<V, R>(mutationFn: (value: V) => Promise<R>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn,
    onSettled: () =>
      Promise.all(
        [
          'watch-alerts',
          'watch-cases',
          'watch-case',
          'watch-rules',
          'watch-roster',
          'watch-canaries',
          'wall',
          'home',
          'trail',
        ].map((key) => client.invalidateQueries({ queryKey: [key] })),
      ),
  })
}

export const useTakeCase = (id: string) =>
  useWatchChange<void, null>(() => post(`/watch/cases/${id}/take`, {}))
export const useNoteCase = (id: string) =>
  useWatchChange((text: string) => post(`/watch/cases/${id}/note`, { text }))
export const useLiftBlock = (id: string) =>
  useWatchChange((value: { blockId: string; reason: string }) => post(`/watch/cases/${id}/lift`, value))
export const OUTCOMES = ['harmless', 'warned', 'revoked'] as const
export type Outcome = (typeof OUTCOMES)[number]
export const useCloseCase = (id: string) =>
  useWatchChange((value: { outcome: Outcome; text: string }) => post(`/watch/cases/${id}/close`, value))

export type RuleChange = Pick<WatchRule, 'enabled' | 'threshold' | 'severity' | 'reaction'>
export const useSetRule = (id: string) =>
  useWatchChange((value: RuleChange) => put(`/watch/rules/${encodeURIComponent(id)}`, value))

export const useNewShift = () =>
  useWatchChange((value: { officerId: string; from: number; until: number }) => post('/watch/roster', value))
export const useHandover = (id: string) =>
  useWatchChange((value: { handedTo: string; handover: string }) =>
    post(`/watch/roster/${id}/handover`, value),
  )

export const useNewCanary = () =>
  useWatchChange((value: { label: string; keys: readonly string[] }) => post('/watch/canaries', value))
export const useRetireCanary = () => useWatchChange((id: string) => post(`/watch/canaries/${id}/retire`))
