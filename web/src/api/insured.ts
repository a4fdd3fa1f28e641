import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { GuardianshipView } from '../../../src/flow/consent/guardians.ts'
import type { DemoInsured } from '../../../src/flow/consent/door/routes.ts'
import type { OwnConsent, Proof } from '../../../src/flow/consent/model.ts'
import type { ScopeView } from '../../../src/flow/consent/scopes.ts'
import type { OwnUse } from '../../../src/use/inline/model.ts'
import { get, getBytes, type Page, post, remove } from './client.ts'
import { type Answer, type Challenge, useDoorChange, useDoorState } from './door.ts'

export type { DemoInsured, GuardianshipView, OwnConsent, OwnUse, ScopeView }

/** The insured person's door. Nothing here shares a key with the users' rooms. */
const ROOM = 'insured'

export interface AtDoor {
  readonly in: boolean
  readonly expiresAt: number | null
  readonly proof: Proof | null
}

export const useDoor = () => useDoorState<AtDoor>(ROOM, '/insured/session')
export const useBegin = () =>
  useMutation({
    mutationFn: (claim: { name: string; certno: string }) => post<Challenge>('/insured/session/begin', claim),
  })
export const useEnter = () => useDoorChange(ROOM, (value: Answer) => post('/insured/session', value))
export const useLeave = () => useDoorChange<void>(ROOM, () => remove('/insured/session'))

export const useDemoInsured = (enabled: boolean) =>
  useQuery({
    queryKey: ['insured-demo'],
    queryFn: async () => (await get<{ items: DemoInsured[] }>('/insured/demo')).items,
    enabled,
    staleTime: Infinity,
  })

type Ward = string | undefined
const of = (ward: Ward) => (ward === undefined ? '' : `?ward=${ward}`)

export const useOwnConsents = (ward: Ward) =>
  useQuery({
    queryKey: ['insured', 'consents', ward],
    queryFn: () => get<Page<OwnConsent> & { scopes: ScopeView[] }>('/insured/consents', { ward, limit: 100 }),
  })

export const useOwnConsent = (id: string, ward: Ward) =>
  useQuery({
    queryKey: ['insured', 'consent', id, ward],
    queryFn: () => get<{ consent: OwnConsent; scopes: ScopeView[] }>(`/insured/consents/${id}`, { ward }),
  })

export const useOwnUses = (ward: Ward, consentId?: string) =>
  useQuery({
    queryKey: ['insured', 'uses', ward, consentId],
    queryFn: () => get<Page<OwnUse>>('/insured/uses', { ward, consentId, limit: 100 }),
  })

export const ownReceipt = (runId: string, ward: Ward) => getBytes(`/insured/uses/${runId}/receipt${of(ward)}`)

export interface AnswerInput {
  readonly scopes: readonly string[]
  readonly until: number
}

function useOwnChange<V>(mutationFn: (value: V) => Promise<unknown>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn,
    onSuccess: () => client.invalidateQueries({ queryKey: ['insured'] }),
  })
}

export const useAnswer = (id: string, ward: Ward) =>
  useOwnChange(({ verb, answer }: { verb: 'give' | 'limit'; answer: AnswerInput }) =>
    post(`/insured/consents/${id}/${verb}${of(ward)}`, answer),
  )
export const useRefuse = (id: string, ward: Ward) =>
  useOwnChange((verb: 'decline' | 'withdraw') => post(`/insured/consents/${id}/${verb}${of(ward)}`))

export const useGuardianships = () =>
  useQuery({
    queryKey: ['insured', 'guardianships'],
    queryFn: async () => (await get<{ items: GuardianshipView[] }>('/insured/guardianships')).items,
  })
export const useAskGuardianship = () =>
  useOwnChange((value: { wardCertno: string; relation: string; document: string }) =>
    post('/insured/guardianships', value),
  )
export const useEndGuardianship = () => useOwnChange((id: string) => post(`/insured/guardianships/${id}/end`))
