import type { Rhythm, Theme } from '../../api/types.ts'

/** In the order in which they are offered. */
export const RHYTHM_CODES = [
  'real_time',
  'hourly',
  'daily',
  'weekly',
  'monthly',
  'quarterly',
  'yearly',
  'irregular',
  'once',
] as const satisfies readonly Rhythm[]

export const THEME_CODES = [
  'enrolment',
  'contribution',
  'settlement',
  'visit',
  'drug',
  'institution',
  'supervision',
  'public_register',
  'finance',
  'dictionary',
  'research',
  'other',
] as const satisfies readonly Theme[]
