import { canonical, type Json } from '../../../kernel/canonical.ts'

/** A plain copy without `undefined` members. */
export const canonicalJson = (value: Record<string, unknown>): { [key: string]: Json } =>
  JSON.parse(canonical(value)) as { [key: string]: Json }
