import { useQuery } from '@tanstack/react-query'
import type { Assessed, RiskForm, RiskRecord } from '../../../src/flow/risk/model.ts'
import { get, post } from './client.ts'
import type { Purpose } from './types.ts'

export type { Assessed, RiskForm, RiskRecord } from '../../../src/flow/risk/model.ts'

export interface Approver {
  readonly code: string
  readonly zh: string
  readonly en: string
}
export type Assessment = Assessed & { readonly approvals: readonly Approver[] }

/** Scores a draft; nothing is kept on the server. Asked again whenever the form says something else. */
export const useAssessment = (offerId: string, purpose: Purpose | null, form: RiskForm | null) =>
  useQuery({
    queryKey: ['risk', offerId, purpose, form],
    queryFn: () => post<Assessment>('/risk/assess', { offerId, purpose, form }),
    enabled: purpose !== null && form !== null,
    placeholderData: (before) => before,
    staleTime: 60_000,
  })

/** The newest assessment that a request carries; an error NOT_FOUND where it has none. */
export const useRequestRisk = (requestId: string) =>
  useQuery({
    queryKey: ['request-risk', requestId],
    queryFn: () => get<RiskRecord>(`/requests/${requestId}/risk`),
    retry: false,
  })
