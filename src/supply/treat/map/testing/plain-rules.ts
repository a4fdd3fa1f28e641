/** Codes of the lists that the real folders touch, written out a second time. */
const LISTS: Readonly<Record<string, string>> = {
  gend: `'0', '1', '2', '9'`,
  surv_stas: `'1', '2'`,
  nat_regn_code: `'CHN', 'HKG', 'MAC', 'TWN', 'USA', 'JPN', 'KOR', 'DEU', 'FRA', 'GBR'`,
  vali_flag: `'0', '1'`,
  psn_cert_type: `'01', '02', '03', '04', '05', '06', '07', '08', '90', '99'`,
  med_type: `'11', '12', '13', '14', '21', '22', '23', '24', '28', '41', '51', '52', '53'`,
  list_type: `'101', '102', '103', '104', '105', '201', '301'`,
  med_chrgitm_type: `'01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '12', '13', '14'`,
  mrg_stas: `'10', '20', '21', '22', '23', '30', '40', '90'`,
}
const DAYS = /^(?:brdy|die_date|psn_insu_date|paus_insu_date|begndate|enddate|oprn_oprt_date)$/
const TIMES = /^(?:begntime|endtime|setl_time|fee_ocur_time|oprn_oprt_begntime|oprn_oprt_endtime)$/
const FLAGS = /_flag$/

/** The statement that a bad cell of a column meets, by the form that its kind must have. */
function badForm(column: string): string {
  if (DAYS.test(column) || TIMES.test(column)) return `year(${column}) NOT BETWEEN 1800 AND 2199`
  if (FLAGS.test(column)) return `${column} NOT IN ('0', '1')`
  if (column === 'psn_no') return `NOT regexp_full_match(psn_no, '[0-9A-Z]{6,30}')`
  if (column === 'year') return `NOT regexp_full_match(year, '[0-9]{4}')`
  if (column === 'age') return `age < 0 OR age > 999`
  // Amounts are whole cents by their type; quantities need only be numbers, which the cast has made sure of.
  return 'false'
}

const age = (from: string, to: string): string =>
  `(year(${to}) - year(${from}) - CASE WHEN strftime(${to}, '%m%d') < strftime(${from}, '%m%d') THEN 1 ELSE 0 END)`
const missing = (table: string, theirs: string, mine: string): string =>
  `${mine} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ${table} x WHERE x.${theirs} = t.${mine})`
const differs = (table: string, key: string, theirs: string, mine: string): string =>
  `EXISTS (SELECT 1 FROM ${table} x WHERE x.${key} = t.${key} AND ${theirs} <> t.${mine})`

interface Plain {
  /** Rows that the rule speaks of; all when left out. */
  readonly of?: string
  readonly dirty: string
}

const WITH_ID_CARD: Plain = { of: `psn_cert_type = '01'`, dirty: 'true' }
const OWNERS: Readonly<Record<string, string>> = {
  mdtrt_id: 'mdtrt_d',
  setl_id: 'setl_d',
  psn_no: 'psn_info_b',
}

/** Rules that are no member of a family. */
const SPECIAL: Readonly<Record<string, Plain>> = {
  'psn_info_b.person_without_enrolment': { dirty: missing('psn_insu_d', 'psn_no', 'psn_no') },
  'psn_info_b.death_before_birth': { dirty: 'die_date < brdy' },
  'psn_info_b.dead_without_date': { of: `surv_stas = '2'`, dirty: 'die_date IS NULL' },
  'psn_info_b.date_without_dead': { of: 'die_date IS NOT NULL', dirty: `surv_stas <> '2'` },
  'psn_info_b.born_in_future': { dirty: `brdy > DATE '2026-01-05'` },
  'psn_info_b.too_old': { of: `surv_stas = '1'`, dirty: `${age('brdy', `DATE '2026-01-05'`)} > 130` },
  'psn_info_b.second_psn_no': {
    dirty: 'EXISTS (SELECT 1 FROM psn_info_b x WHERE x.certno = t.certno AND x.psn_no <> t.psn_no)',
  },
  'psn_insu_d.paused_before_begin': { dirty: 'paus_insu_date < psn_insu_date' },
  'mdtrt_d.visit_without_settlement': { dirty: missing('setl_d', 'mdtrt_id', 'mdtrt_id') },
  'mdtrt_d.end_before_begin': { dirty: 'endtime < begntime' },
  'mdtrt_d.age_not_brdy': { of: 'age >= 1', dirty: `${age('brdy', 'begntime')} <> age` },
  'mdtrt_d.days_negative': { dirty: 'ipt_days < 0' },
  'mdtrt_d.year_not_time': { dirty: 'CAST(year(begntime) AS VARCHAR) <> year' },
  'setl_d.end_before_begin': { dirty: 'enddate < begndate' },
  'setl_d.age_not_brdy': { of: 'age >= 1', dirty: `${age('brdy', 'begndate')} <> age` },
  'setl_d.settled_before_end': { dirty: 'CAST(setl_time AS DATE) < enddate' },
  'setl_d.year_not_time': { dirty: 'CAST(year(setl_time) AS VARCHAR) <> year' },
  'setl_d.setl_mdtrt_begndate': {
    dirty: differs('mdtrt_d', 'mdtrt_id', 'CAST(x.begntime AS DATE)', 'begndate'),
  },
  'setl_d.setl_mdtrt_enddate': {
    dirty: differs('mdtrt_d', 'mdtrt_id', 'CAST(x.endtime AS DATE)', 'enddate'),
  },
  'setl_list_diag_d.main_flag': { dirty: `maindiag_flag NOT IN ('0', '1')` },
  'setl_list_oprn_d.oprn_before_visit': {
    dirty: `EXISTS (SELECT 1 FROM mdtrt_d x WHERE x.mdtrt_id = t.mdtrt_id AND oprn_oprt_date < CAST(x.begntime AS DATE))`,
  },
  'setl_list_oprn_d.oprn_oprt_endtime_order': { dirty: 'oprn_oprt_endtime < oprn_oprt_begntime' },
  'fee_list_d.amount': { dirty: 'abs(det_item_fee_sumamt - round(cnt * pric * 100)) > 1' },
  'fee_list_d.price_negative': { dirty: 'pric < 0' },
  'fee_list_d.fee_before_visit': {
    dirty: `EXISTS (SELECT 1 FROM mdtrt_d x WHERE x.mdtrt_id = t.mdtrt_id AND CAST(fee_ocur_time AS DATE) < CAST(x.begntime AS DATE))`,
  },
}

function plainOf(table: string, name: string): Plain | null {
  const special = SPECIAL[`${table}.${name}`]
  if (special) return special
  if (/^(?:certno_check|brdy_not_certno|gend_not_certno)$/.test(name)) return WITH_ID_CARD
  const family = /^(.+)_(missing|unique|list|form|real|unknown)$/.exec(name)
  if (family) {
    const [, column, kind] = family as unknown as [string, string, string]
    if (kind === 'missing') return { dirty: `${column} IS NULL OR CAST(${column} AS VARCHAR) = ''` }
    if (kind === 'unique') {
      return { dirty: `(SELECT count(*) FROM ${table} x WHERE x.${column} = t.${column} AND x.n <> t.n) > 0` }
    }
    if (kind === 'list' && LISTS[column]) return { dirty: `${column} NOT IN (${LISTS[column]})` }
    if (kind === 'form' || kind === 'real') return { dirty: badForm(column) }
    if (kind === 'unknown' && OWNERS[column]) return { dirty: missing(OWNERS[column], column, column) }
  }
  const link = /^(?:mdtrt|setl|fee|diag|oprn)_(register|setl|mdtrt)_(.+)$/.exec(name)
  if (!link) return null
  const [other, key] = {
    register: ['psn_info_b', 'psn_no'],
    setl: ['setl_d', 'setl_id'],
    mdtrt: ['mdtrt_d', 'mdtrt_id'],
  }[link[1] as 'register' | 'setl' | 'mdtrt'] as [string, string]
  return { dirty: differs(other, key, `x.${link[2]}`, link[2]!) }
}

/** Plain SQL with `scanned` and `dirty` for a rule, or null where none is written for it. */
export function plainSql(rule: string): string | null {
  const [table, name] = rule.split('.') as [string, string]
  const plain = plainOf(table, name)
  if (!plain) return null
  const of = plain.of ?? 'true'
  return `SELECT count(*) FILTER (${of}) AS scanned, count(*) FILTER ((${of}) AND (${plain.dirty})) AS dirty FROM ${table} t`
}
