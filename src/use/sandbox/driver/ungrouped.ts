import type { SeatGroup } from './groups.ts'

/** Where there are no groups: rlimits alone hold, nothing is counted, and what a cell leaves running ends with its seat. */
export const ungrouped = (): SeatGroup => ({
  take: async () => {},
  part: async () => ({ doors: [], cpuMs: async () => 0, end: async () => {} }),
  weigh: async () => {},
  memoryBytes: async () => 0,
  processes: async () => 0,
  cpuMs: async () => 0,
  memoryKills: async () => 0,
  forksRefused: async () => 0,
  remove: async () => {},
})
