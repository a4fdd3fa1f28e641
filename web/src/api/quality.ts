import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Rule } from '../../../src/supply/treat/quality/model.ts'
import type {
  GrantView,
  NewGrant,
  NewTreatment,
  RuleView,
  RunBrief,
  RunView,
  SampleView,
  Suggestion,
  TreatmentChange,
  TreatmentView,
  Trend,
} from '../../../src/supply/treat/quality/run-model.ts'
import { get, type Page, patch, post } from './client.ts'

export type { GrantView, Rule, RuleView, RunBrief, RunView, SampleView, Suggestion, TreatmentView, Trend }

type Filter = Record<string, string | number | undefined>
type Created = { readonly id: string }
type Asked = { readonly runId: string; readonly jobId: string }
type RulePage = Page<RuleView> & { packVersion: number; settings: Record<string, number> }

/** As it is in the server's room. */
export const QUALITY_CLASSES = [
  'completeness',
  'uniqueness',
  'accuracy',
  'conformity',
  'consistency',
  'timeliness',
  'reference',
  'logic',
] as const satisfies readonly Rule['class'][]

const isOpen = (run: RunBrief | null | undefined): boolean =>
  run?.state === 'queued' || run?.state === 'active'

export const useTreatments = () =>
  useQuery({ queryKey: ['treatments'], queryFn: () => get<Page<TreatmentView>>('/treatments') })

export const useTreatment = (id: string) =>
  useQuery({
    queryKey: ['treatments', id],
    queryFn: () => get<TreatmentView>(`/treatments/${id}`),
    enabled: id !== '',
  })

export const useSuggestion = (enabled: boolean) =>
  useQuery({
    queryKey: ['treatment-suggestion'],
    queryFn: () => get<Suggestion>('/treatment-suggestion'),
    enabled,
  })

export const useChecks = (id: string, filter: Filter) =>
  useQuery({
    queryKey: ['checks', id, filter],
    queryFn: () => get<Page<RunBrief>>(`/treatments/${id}/checks`, filter),
    enabled: id !== '',
    placeholderData: (before) => before,
    refetchInterval: ({ state }) => (state.data?.items.some(isOpen) ? 3000 : false),
  })

export const useTrend = (id: string) =>
  useQuery({
    queryKey: ['checks', id, 'trend'],
    queryFn: () => get<Trend>(`/treatments/${id}/trend`),
    enabled: id !== '',
  })

export const useCheck = (id: string) =>
  useQuery({
    queryKey: ['check', id],
    queryFn: () => get<RunView>(`/checks/${id}`),
    enabled: id !== '',
    refetchInterval: ({ state }) => (isOpen(state.data) ? 3000 : false),
  })

/** Cells that a rule found, masked by the server. */
export const useSamples = (id: string, rule: string | null, offset: number) =>
  useQuery({
    queryKey: ['check', id, 'samples', rule, offset],
    queryFn: () => get<Page<SampleView>>(`/checks/${id}/samples`, { rule: rule ?? '', offset, limit: 20 }),
    enabled: rule !== null,
    placeholderData: (before) => before,
  })

export const useRules = (filter: Filter) =>
  useQuery({
    queryKey: ['quality-rules', filter],
    queryFn: () => get<RulePage>('/quality/rules', filter),
    placeholderData: (before) => before,
  })

export const useFunctions = () =>
  useQuery({
    queryKey: ['quality-functions'],
    queryFn: () => get<Page<{ name: string; takes: string; zh: string; en: string }>>('/quality/functions'),
    staleTime: 300_000,
  })

/** Tells whether a rule can be asked, and what it says. Null while there is none. */
export const useRuleCheck = (rule: unknown) =>
  useQuery({
    queryKey: ['quality-rule-check', rule],
    queryFn: () =>
      post<{ ok: boolean; code: string | null; zh: string; en: string }>('/quality/rules/check', rule),
    enabled: rule !== null,
    retry: false,
  })

export const useGrants = () =>
  useQuery({ queryKey: ['reference-grants'], queryFn: () => get<Page<GrantView>>('/reference-grants') })

function useChange<I, O>(send: (input: I) => Promise<O>, keys: readonly string[]) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: send,
    onSuccess: () => Promise.all(keys.map((key) => client.invalidateQueries({ queryKey: [key] }))),
  })
}

export const useCreateTreatment = () =>
  useChange((input: NewTreatment) => post<Created>('/treatments', input), ['treatments'])
export const useChangeTreatment = (id: string) =>
  useChange((input: TreatmentChange) => patch(`/treatments/${id}`, input), ['treatments'])
export const useRunCheck = (id: string) =>
  useChange<void, Asked>(() => post<Asked>(`/treatments/${id}/checks`, {}), ['checks', 'treatments'])
export const useAddRule = () =>
  useChange((rule: unknown) => post<Created>('/quality/rules', rule), ['quality-rules'])
export const useRetireRule = () =>
  useChange((id: string) => post(`/quality/rules/${id}/retire`), ['quality-rules'])
export const useGrantReference = () =>
  useChange((input: NewGrant) => post<Created>('/reference-grants', input), ['reference-grants'])
export const useWithdrawReference = () =>
  useChange((id: string) => post(`/reference-grants/${id}/withdraw`), ['reference-grants'])
