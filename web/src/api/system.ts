import { useQuery } from '@tanstack/react-query'
import { get } from './client.ts'

export interface SystemView {
  readonly version: string
  readonly node: string
  readonly uptimeMs: number
  readonly memoryBytes: number
  readonly database: 'own' | 'child'
  readonly confinement: { readonly memory: string; readonly notes: readonly string[] }
  readonly evidence: {
    readonly state: string
    readonly why: string | null
    readonly size: number
    readonly unknown: number
    readonly relinked: number
    readonly vkey: string
  }
  readonly checks: readonly {
    readonly id: string
    readonly state: 'ok' | 'degraded' | 'missing'
    readonly zh: string
    readonly en: string
    readonly fix: string | null
  }[]
}

export const useSystem = () =>
  useQuery({ queryKey: ['system'], queryFn: () => get<SystemView>('/system'), refetchInterval: 30_000 })
