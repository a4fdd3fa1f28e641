/** What other rooms tell the wall, cheap enough for every two seconds. */
export interface WatchNumbers {
  seats(): Promise<{
    readonly seats: readonly {
      readonly id: string
      readonly name: string
      readonly consumerId: string
      readonly state: string
      /** Cores in use now. */
      readonly cpu: number
      /** Bytes. */
      readonly memory: number
    }[]
    readonly queue: number
  }>
  airlock(): Promise<{ readonly waiting: number; readonly oldestMs: number | null }>
}
