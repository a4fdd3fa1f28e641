import type { Transform } from './model.ts'

const NUMBER = /^(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT|FLOAT|DOUBLE|DECIMAL|U(?:TINY|SMALL|BIG)?INT)/

/** The steps by which a quasi-identifier may be generalised, from nearly all to nothing. */
export function ladderOf(column: { readonly name: string; readonly type: string }): Transform[] {
  const { name, type } = column
  const remove: Transform = { kind: 'remove' }
  if (/^age$|年龄/i.test(name)) {
    return [
      { kind: 'keep' },
      ...[5, 10, 20, 40].map((width): Transform => ({ kind: 'age', width, top: 80 })),
      remove,
    ]
  }
  if (/admdvs|admvs|region|区划/i.test(name)) {
    return [
      ...(['county', 'city', 'province'] as const).map((to): Transform => ({ kind: 'region', to })),
      remove,
    ]
  }
  if (/^(DATE|TIMESTAMP)/.test(type) || /^(brdy|birth)|date|time/i.test(name)) {
    return [...(['month', 'quarter', 'year'] as const).map((to): Transform => ({ kind: 'date', to })), remove]
  }
  if (NUMBER.test(type)) {
    return [
      { kind: 'keep' },
      ...[10, 100, 1_000].map((width): Transform => ({ kind: 'band', width })),
      remove,
    ]
  }
  if (/code|icd/i.test(name)) {
    return [{ kind: 'keep' }, { kind: 'prefix', length: 3 }, { kind: 'prefix', length: 1 }, remove]
  }
  return [{ kind: 'keep' }, remove]
}
