import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { UserRole } from '../../../src/kernel/roles.ts'
import type { CertificateProof } from './certificates.ts'
import { get, post, remove } from './client.ts'
import type { Me, Space } from './types.ts'

export const useSpace = () =>
  useQuery({ queryKey: ['space'], queryFn: () => get<Space>('/space'), staleTime: 300_000 })

/** How people know the hash that the space digests with. */
export const useHashName = (): string => (useSpace().data?.suite === 'guomi' ? 'SM3' : 'SHA-256')

export const useSession = () =>
  useQuery({ queryKey: ['session'], queryFn: () => get<Me | null>('/session'), staleTime: 60_000 })

export interface SignedIn extends Me {
  readonly user: NonNullable<Me['user']>
  readonly participant: NonNullable<Me['participant']>
}

/** Who is signed in. Only below the guard, which renders nothing before that is known. */
export function useMe(): SignedIn {
  const { data } = useSession()
  if (!data?.user || !data.participant) throw new Error('useMe outside of the guard')
  return data as SignedIn
}

export function useHasRole(): (...roles: UserRole[]) => boolean {
  const me = useMe()
  return (...roles) => roles.some((role) => me.roles.includes(role))
}

/** A change of who is signed in: everything held before belongs to another. */
function useSessionChange<V>(mutationFn: (value: V) => Promise<unknown>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn,
    onSuccess: async () => {
      client.removeQueries({
        predicate: (query) => !['session', 'space'].includes(String(query.queryKey[0])),
      })
      await client.refetchQueries({ queryKey: ['session'] })
    },
  })
}

export const useSignIn = () =>
  useSessionChange((value: { login: string; password: string }) => post('/session', value))
export const useCertificateSignIn = () =>
  useSessionChange((value: CertificateProof) => post('/session/certificate', value))
export const useSecondFactor = () =>
  useSessionChange((value: { code: string }) =>
    post(
      '/session/second-factor',
      /^\d{6}$/.test(value.code.trim()) ? { code: value.code.trim() } : { recoveryCode: value.code.trim() },
    ),
  )
export const useDemoSignIn = () => useSessionChange((login: string) => post('/demo/session', { login }))
export const useSignOut = () => useSessionChange<void>(() => remove('/session'))

export interface DemoLogin {
  readonly login: string
  readonly displayName: string
  readonly participantNameZh: string
  readonly participantNameEn: string
  readonly roles: readonly UserRole[]
}

export const useDemoLogins = (enabled: boolean) =>
  useQuery({
    queryKey: ['demo-logins'],
    queryFn: async () => (await get<{ items: DemoLogin[] }>('/demo/logins')).items,
    enabled,
    staleTime: Infinity,
  })
