import type { Identity, Profile, Transform } from './model.ts'

interface ProposedColumn {
  readonly name: string
  readonly type: string
  readonly role: 'direct' | 'quasi' | 'sensitive' | 'plain'
}

/** Columns that hold the number of another column: a refund names its settlement, a referral the visit before. */
const SAME: Readonly<Record<string, string>> = { init_setl_id: 'setl_id', refl_old_mdtrt_id: 'mdtrt_id' }

/** Numbers that other tables refer to: they stay as pseudonyms, so that tables join. */
const JOINING =
  /^(setl_id|mdtrt_id|psn_insu_rlts_id|init_setl_id|refl_old_mdtrt_id|clm_id|encounter|policy_no|account_no)$/i
const CODE = /(_code|_codg|_type|_flag|_lv|_way|_stas|_name)$/i

/**
 * A first profile for a provider to correct. Direct identifiers: the person's own become the person's pseudonym, record
 * numbers that join tables theirs, the rest goes. Dates become months, birth a year, regions a city, ages ten years.
 */
export function proposeProfile(
  columns: readonly ProposedColumn[],
  insuredColumn: string | null,
  identity: Identity,
): Profile {
  const proposed = columns.map((column): [string, Transform] => [
    column.name,
    proposal(column, insuredColumn),
  ])
  const kept = new Set(proposed.filter(([, transform]) => transform.kind !== 'remove').map(([name]) => name))
  return {
    columns: Object.fromEntries(proposed),
    identity,
    risk: {
      quasi: columns
        .filter((column) => kept.has(column.name) && isQuasi(column))
        .map((column) => column.name),
      sensitive:
        columns.find(
          (column) => kept.has(column.name) && column.role === 'sensitive' && /code|name/.test(column.name),
        )?.name ?? null,
      ordered: false,
      maxSuppressed: 0.05,
      fraction: null,
    },
  }
}

/** What neighbours know of somebody: age, sex, where one lives. Dates of care are known to fewer, and stay out of it. */
const isQuasi = ({ name, role }: ProposedColumn): boolean =>
  role === 'quasi' &&
  /^(age|gend|gender|sex|brdy|birth|birth_?date|naty|ethnic_code|race)$|admdvs|region/i.test(name)

function proposal({ name, type, role }: ProposedColumn, insuredColumn: string | null): Transform {
  if (name === insuredColumn) return { kind: 'pseudonym', entity: 'person', scope: 'body' }
  if (role === 'direct') {
    return JOINING.test(name)
      ? { kind: 'pseudonym', entity: SAME[name.toLowerCase()] ?? name.toLowerCase(), scope: 'body' }
      : { kind: 'remove' }
  }
  if (/^(updt|crte|opt|intsury)_time$/i.test(name)) return { kind: 'remove' }
  if (/^age$/i.test(name)) return { kind: 'age', width: 10, top: 80 }
  if (/^(brdy|birth|birth_?date)$/i.test(name)) return { kind: 'remove' }
  if (/^(naty|ethnic_code|race|emp_no|emp_name|polstas)$/i.test(name)) return { kind: 'remove' }
  if (/admdvs|^region$|domicile_region/i.test(name)) return { kind: 'region', to: 'city' }
  if (/^(DATE|TIMESTAMP)/.test(type) || /(date|time)$/i.test(name)) return { kind: 'date', to: 'month' }
  if (/diag_code|dise_code/i.test(name)) return { kind: 'prefix', length: 3 }
  if (/VARCHAR/.test(type) && !CODE.test(name) && !/^(gend|gender|sex|insutype|year|status)$/i.test(name))
    return { kind: 'remove' }
  return { kind: 'keep' }
}
