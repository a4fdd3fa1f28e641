import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { get, post } from './client.ts'

/** A text for the key of a certificate to sign; good once. */
export interface Challenge {
  readonly text: string
  readonly expiresAt: number
}

export interface CertificateProof {
  readonly challenge: string
  readonly certificate: string
  readonly signature: string
}

export interface OwnCertificate {
  readonly id: string
  readonly label: string
  readonly subject: string
  readonly issuer: string
  readonly serial: string
  readonly algorithm: string
  readonly fingerprint: string
  readonly notAfter: number
  readonly createdAt: number
  readonly usedAt: number | null
}

/** Whether one signs in by certificate here. */
export const useCertificateDoor = () =>
  useQuery({
    queryKey: ['certificate-door'],
    queryFn: () => get<{ on: boolean }>('/session/certificate'),
    staleTime: 300_000,
  })

/** A fresh one each time the door is shown: it lives for two minutes. */
export const useLoginChallenge = () =>
  useQuery({
    queryKey: ['login-challenge'],
    queryFn: () => post<Challenge>('/session/certificate/challenge'),
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
  })

export const useCertificates = () =>
  useQuery({
    queryKey: ['my-certificates'],
    queryFn: () => get<{ on: boolean; items: OwnCertificate[] }>('/me/certificates'),
  })

/** A change of the own certificates; other sessions end with it. */
export function useCertificateChange<V, R>(mutationFn: (value: V) => Promise<R>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn,
    onSuccess: () =>
      Promise.all(
        ['my-certificates', 'my-sessions'].map((key) => client.invalidateQueries({ queryKey: [key] })),
      ),
  })
}
