import type { FactForm } from './forms.ts'

/** One query for each form: `insured` and `facts`, in the order of the persons' numbers. Void rows are left out. */
export function factsSql(form: FactForm, from: string, columns: ReadonlySet<string>): string {
  const valid = columns.has('vali_flag') ? `${text('vali_flag')} IN ('1', 'true')` : 'true'
  switch (form) {
    case 'enrolment':
      // A date that is none makes the row say nothing.
      return `SELECT insured, list({t: t, a: a, s: s, f: f, u: u} ORDER BY f, t, a) AS facts
       FROM (
         SELECT __insured AS insured, coalesce(${text('insutype')}, '') AS t, coalesce(${text('insu_admdvs')}, '') AS a,
                coalesce(${text('psn_insu_stas')}, '') AS s, ${day('psn_insu_date')} AS f, ${day('paus_insu_date')} AS u
         FROM ${from} WHERE ${valid}
       )
       WHERE f IS NOT NULL
       GROUP BY insured ORDER BY insured`
    case 'contributions': {
      // Paid 1, and not reversed 冲正 where the version says so (codes as in facts/medical-insurance, unverified).
      const kept = columns.has('revs_flag') ? `AND coalesce(${text('revs_flag')}, '0') <> '1'` : ''
      return `SELECT insured, list({f: f, u: u} ORDER BY f, u) AS facts
       FROM (
         SELECT DISTINCT __insured AS insured, ${month('accrym_begn')} AS f, ${month('accrym_end')} AS u
         FROM ${from} WHERE ${valid} AND ${text('clct_flag')} IN ('1', 'true') ${kept}
       )
       WHERE f IS NOT NULL AND u IS NOT NULL AND f <= u
       GROUP BY insured ORDER BY insured`
    }
    case 'birth':
      return `SELECT insured, list(DISTINCT b ORDER BY b) AS facts
       FROM (SELECT __insured AS insured, ${day('brdy')} AS b FROM ${from} WHERE ${valid})
       WHERE b IS NOT NULL
       GROUP BY insured ORDER BY insured`
    case 'expense':
      return `SELECT insured, list({y: y, c: c} ORDER BY y) AS facts
       FROM (
         SELECT __insured AS insured, substr(${text('setl_time')}, 1, 4) AS y,
                CAST(sum(round(TRY_CAST(${text('psn_pay')} AS DECIMAL(18, 4)) * 100)) AS BIGINT) AS c
         FROM ${from} WHERE ${valid} GROUP BY 1, 2
       )
       WHERE regexp_full_match(y, '[12][0-9]{3}') AND c IS NOT NULL
       GROUP BY insured ORDER BY insured`
  }
}

const text = (column: string) => `trim(CAST(${column} AS VARCHAR))`
const day = (column: string) => `CAST(TRY_CAST(substr(${text(column)}, 1, 10) AS DATE) AS VARCHAR)`
/** `2024-03`, `202403` and `2024-03-31` → `202403`; anything else → null. */
const month = (column: string) =>
  `nullif(regexp_extract(replace(${text(column)}, '-', ''), '^([12][0-9]{3}(0[1-9]|1[0-2]))', 1), '')`
