import { getCell } from './cells.ts'
import { addYuan, FULL_WIDTH, implied, type Kind, kind, shiftDate, type Site, toFullWidth } from './kinds.ts'
import type { Implied } from './truth.ts'

const validSettlements = (site: Site): number =>
  site.rows.setl_d.filter((row) => getCell('setl_d', row, 'vali_flag') === '1').length
const hasClaims = (site: Site): boolean => site.rows.mdtrt_d.length > 0
const inPublicRegister = (site: Site): boolean => site.person.origin === 0 && site.person.bureau === 0

/** 56 years later: twice the 28 years after which days of the calendar return, so that 29 February stays one. */
const inFuture = (time: string): string => `${Number(time.slice(0, 4)) + 56}${time.slice(4)}`

/** Another employer that exists: the number is wrong, not unknown. */
const otherEmployer = (no: string): string => {
  const k = Number(no.slice(3))
  return no.slice(0, 3) + String(k === 0 ? 1 : k - 1).padStart(8, '0')
}

/** A well-formed wrong value in the register disagrees with every claim row and with the public register. */
function crossSource(site: Site, column: string): Implied[] {
  const psnNo = site.person.psnNo
  return [
    ...implied(
      '一致性',
      `setl_register_${column}`,
      'setl_d',
      column,
      'psn_no',
      psnNo,
      validSettlements(site),
    ),
    ...implied(
      '一致性',
      `mdtrt_register_${column}`,
      'mdtrt_d',
      column,
      'psn_no',
      psnNo,
      site.rows.mdtrt_d.length,
    ),
    ...(inPublicRegister(site)
      ? implied('一致性', `register_public_${column}`, 'psn_info_b', column, 'psn_no', psnNo, 1)
      : []),
  ]
}

const otherSource =
  (column: string) =>
  (site: Site): string | null =>
    hasClaims(site) ? `mdtrt_d.${column}` : inPublicRegister(site) ? 'natural_person' : null

/** Errors of PSN_INFO_B that are planted only where another column or source determines the right value. */
const personKinds: readonly Kind[] = [
  kind('missing_gend', '完整性', 'psn_info_b', 'gend', 10, () => '', 'certno'),
  kind('missing_brdy', '完整性', 'psn_info_b', 'brdy', 10, () => '', 'certno'),
  kind(
    'missing_name',
    '完整性',
    'psn_info_b',
    'psn_name',
    8,
    (_, s) => (hasClaims(s) ? '' : null),
    otherSource('psn_name'),
  ),
  kind(
    'missing_certno',
    '完整性',
    'psn_info_b',
    'certno',
    8,
    (_, s) => (hasClaims(s) ? '' : null),
    otherSource('certno'),
  ),
  {
    ...kind(
      'duplicate_person',
      '唯一性',
      'psn_info_b',
      '',
      10,
      () => '',
      'first row of the same psn_no',
      (s) => implied('唯一性', 'duplicate_person', 'psn_info_b', 'psn_no', 'rid', s.get('rid'), 1),
    ),
    copy: (s) => ({ rid: `${s.get('rid')}X` }),
  },
  {
    ...kind(
      'second_psn_no',
      '唯一性',
      'psn_info_b',
      '',
      8,
      () => '',
      'the psn_no that has an enrolment',
      (s) => [
        ...implied('唯一性', 'second_psn_no', 'psn_info_b', 'certno', 'rid', s.get('rid'), 1),
        ...implied(
          '关联性',
          'person_without_enrolment',
          'psn_info_b',
          'psn_no',
          'rid',
          `${s.get('rid')}Y`,
          1,
        ),
      ],
    ),
    copy: (s) => ({
      rid: `${s.get('rid')}Y`,
      psn_no: `${s.get('psn_no').slice(0, 5)}8${s.get('psn_no').slice(6)}`,
    }),
  },
  kind(
    'certno_check',
    '准确性',
    'psn_info_b',
    'certno',
    12,
    (v, s) =>
      hasClaims(s) || inPublicRegister(s)
        ? v.slice(0, 17) + '0123456789X'[('0123456789X'.indexOf(v[17]!) + 1 + s.rng.below(10)) % 11]
        : null,
    otherSource('certno'),
    (s) => crossSource(s, 'certno'),
  ),
  kind(
    'brdy_not_certno',
    '准确性',
    'psn_info_b',
    'brdy',
    12,
    (v, s) => shiftDate(v, 1 + s.rng.below(25)),
    'certno',
    (s) => crossSource(s, 'brdy'),
  ),
  kind(
    'gend_not_certno',
    '准确性',
    'psn_info_b',
    'gend',
    12,
    (v) => (v === '1' ? '2' : '1'),
    'certno',
    (s) => crossSource(s, 'gend'),
  ),
  kind('brdy_impossible', '准确性', 'psn_info_b', 'brdy', 6, (v) => `${v.slice(0, 4)}-02-30`, 'certno'),
  kind(
    'certno_15',
    '规范性',
    'psn_info_b',
    'certno',
    10,
    (v) => (v.startsWith('19', 6) ? v.slice(0, 6) + v.slice(8, 17) : null),
    'certno (15 → 18)',
  ),
  kind('certno_full_width', '规范性', 'psn_info_b', 'certno', 8, toFullWidth, 'certno'),
  kind('certno_space', '规范性', 'psn_info_b', 'certno', 8, (v) => ` ${v} `, 'certno'),
  kind(
    'certno_lower_x',
    '规范性',
    'psn_info_b',
    'certno',
    8,
    (v) => (v.endsWith('X') ? v.toLowerCase() : null),
    'certno',
  ),
  kind('gend_text', '规范性', 'psn_info_b', 'gend', 10, (v) => (v === '1' ? '男' : '女'), 'dictionary gend'),
  kind('brdy_compact', '规范性', 'psn_info_b', 'brdy', 8, (v) => v.replaceAll('-', ''), 'brdy'),
  kind('brdy_slashes', '规范性', 'psn_info_b', 'brdy', 8, (v) => v.replaceAll('-', '/'), 'brdy'),
  kind(
    'mob_dashes',
    '规范性',
    'psn_info_b',
    'mob',
    8,
    (v) => `${v.slice(0, 3)}-${v.slice(3, 7)}-${v.slice(7)}`,
    'mob',
  ),
  kind(
    'naty_text',
    '规范性',
    'psn_info_b',
    'naty',
    8,
    (v) => (v === '01' ? '汉族' : null),
    'dictionary naty',
  ),
  kind(
    'name_not_public',
    '一致性',
    'psn_info_b',
    'psn_name',
    40,
    (v, s) => (inPublicRegister(s) ? otherName(v) : null),
    'natural_person.name',
    (s) => crossSource(s, 'psn_name').filter((found) => found.kind !== 'register_public_psn_name'),
  ),
  kind('updt_future', '时效性', 'psn_info_b', 'updt_time', 10, inFuture, 'opt_time'),
]

/** Another given name: the last character is replaced. */
export const otherName = (name: string): string => name.slice(0, -1) + (name.endsWith('玥') ? '琰' : '玥')

const personUnknown: readonly Kind[] = [
  kind(
    'missing_certno',
    '完整性',
    'psn_info_b',
    'certno',
    10,
    (_, s) => (hasClaims(s) || inPublicRegister(s) ? null : ''),
    '',
  ),
  kind('updt_late', '时效性', 'psn_info_b', 'updt_time', 10, (v, s) => shiftDate(v, 5 + s.rng.below(30)), ''),
  kind(
    'death_before_birth',
    '逻辑性',
    'psn_info_b',
    'die_date',
    10,
    (v, s) => (v === '' ? null : shiftDate(s.get('brdy'), -400)),
    (s) => (inPublicRegister(s) ? 'natural_person.death_date' : null),
    (s) =>
      inPublicRegister(s)
        ? implied('一致性', 'register_public_die_date', 'psn_info_b', 'die_date', 'psn_no', s.person.psnNo, 1)
        : [],
  ),
  kind(
    'dead_without_date',
    '逻辑性',
    'psn_info_b',
    'surv_stas',
    10,
    (v) => (v === '1' ? '2' : null),
    (s) => (inPublicRegister(s) ? 'natural_person.status' : null),
    (s) =>
      inPublicRegister(s)
        ? implied(
            '一致性',
            'register_public_surv_stas',
            'psn_info_b',
            'surv_stas',
            'psn_no',
            s.person.psnNo,
            1,
          )
        : [],
  ),
]

const contributions = (site: Site) =>
  site.rows.staf_psn_clct_detl_d.length > 0 ? 'staf_psn_clct_detl_d' : 'rsdt_psn_clct_detl_d'
const hasContributions = (site: Site): boolean => site.rows[contributions(site)].length > 0

const enrolmentKinds: readonly Kind[] = [
  kind(
    'missing_insutype',
    '完整性',
    'psn_insu_d',
    'insutype',
    10,
    (_, s) => (hasContributions(s) ? '' : null),
    'contributions.insutype',
  ),
  {
    ...kind(
      'duplicate_enrolment',
      '唯一性',
      'psn_insu_d',
      '',
      10,
      (_, s) => (s.get('psn_insu_stas') === '1' ? '' : null),
      'first row of the same psn_insu_rlts_id',
      (s) =>
        implied('唯一性', 'duplicate_enrolment', 'psn_insu_d', 'psn_insu_rlts_id', 'rid', s.get('rid'), 1),
    ),
    copy: (s) => ({ rid: `${s.get('rid')}X` }),
  },
  kind(
    'insutype_text',
    '规范性',
    'psn_insu_d',
    'insutype',
    10,
    (v) => (v === '310' ? '职工' : '居民'),
    'dictionary insutype',
  ),
  kind(
    'psn_insu_date_compact',
    '规范性',
    'psn_insu_d',
    'psn_insu_date',
    10,
    (v) => v.replaceAll('-', ''),
    'psn_insu_date',
  ),
  kind(
    'orphan_psn_no',
    '关联性',
    'psn_insu_d',
    'psn_no',
    10,
    (v, s) => (hasContributions(s) ? `${v.slice(0, 5)}9${v.slice(6)}` : null),
    'contributions.psn_no by psn_insu_rlts_id',
    (s) => [
      ...implied('关联性', 'person_without_enrolment', 'psn_info_b', 'psn_no', 'psn_no', s.person.psnNo, 1),
      ...implied(
        '一致性',
        'contribution_enrolment_psn_no',
        contributions(s),
        'psn_no',
        'psn_no',
        s.person.psnNo,
        s.rows[contributions(s)].length,
      ),
      ...implied(
        '一致性',
        'setl_enrolment_psn_no',
        'setl_d',
        'psn_no',
        'psn_no',
        s.person.psnNo,
        validSettlements(s),
      ),
      ...implied(
        '一致性',
        'mdtrt_enrolment_psn_no',
        'mdtrt_d',
        'psn_no',
        'psn_no',
        s.person.psnNo,
        s.rows.mdtrt_d.length,
      ),
    ],
  ),
  kind(
    'orphan_emp_no',
    '关联性',
    'psn_insu_d',
    'emp_no',
    10,
    (v, s) => (v && s.rows.staf_psn_clct_detl_d.length > 0 ? `${v.slice(0, 3)}9${v.slice(4)}` : null),
    'staf_psn_clct_detl_d.emp_no',
    (s) => [
      ...implied(
        '一致性',
        'contribution_enrolment_emp_no',
        'staf_psn_clct_detl_d',
        'emp_no',
        'psn_no',
        s.person.psnNo,
        s.rows.staf_psn_clct_detl_d.length,
      ),
      ...implied(
        '一致性',
        'setl_enrolment_emp_no',
        'setl_d',
        'emp_no',
        'psn_no',
        s.person.psnNo,
        validSettlements(s),
      ),
      ...implied(
        '一致性',
        'mdtrt_enrolment_emp_no',
        'mdtrt_d',
        'emp_no',
        'psn_no',
        s.person.psnNo,
        s.rows.mdtrt_d.length,
      ),
    ],
  ),
  kind('updt_future', '时效性', 'psn_insu_d', 'updt_time', 8, inFuture, 'opt_time'),
]

const enrolmentUnknown: readonly Kind[] = [
  kind(
    'paused_before_begin',
    '逻辑性',
    'psn_insu_d',
    'paus_insu_date',
    10,
    (v, s) => (v ? shiftDate(s.get('psn_insu_date'), -30) : null),
    '',
  ),
  kind('updt_late', '时效性', 'psn_insu_d', 'updt_time', 10, (v, s) => shiftDate(v, 5 + s.rng.below(30)), ''),
]

/** Kinds that both contribution tables share, and those of one. */
function contributionKinds(table: 'staf_psn_clct_detl_d' | 'rsdt_psn_clct_detl_d'): Kind[] {
  const parts = 'clct_sumamt and the other parts'
  return [
    kind('missing_psn_clct_amt', '完整性', table, 'psn_clct_amt', 10, () => '', parts),
    kind('missing_insutype', '完整性', table, 'insutype', 8, () => '', 'psn_insu_d.insutype'),
    {
      ...kind(
        'duplicate_contribution',
        '唯一性',
        table,
        '',
        12,
        () => '',
        'first row of the same psn_clct_detl_id',
        (s) => implied('唯一性', 'duplicate_contribution', table, 'psn_clct_detl_id', 'rid', s.get('rid'), 1),
      ),
      copy: (s) => ({ rid: `${s.get('rid')}X` }),
    },
    kind('amount_full_width', '规范性', table, 'clct_sumamt', 8, toFullWidth, 'clct_sumamt'),
    kind('amount_sign', '规范性', table, 'clct_sumamt', 8, (v) => `¥${v}`, 'clct_sumamt'),
    kind('cashym_dash', '规范性', table, 'cashym', 8, (v) => `${v.slice(0, 4)}-${v.slice(4)}`, 'cashym'),
    kind(
      'insutype_not_enrolment',
      '一致性',
      table,
      'insutype',
      10,
      (v) => (v === '310' ? '390' : '310'),
      'psn_insu_d.insutype',
    ),
    kind(
      'arvl_late',
      '时效性',
      table,
      'arvl_date',
      12,
      (v, s) => shiftDate(v, 60 + s.rng.below(200)),
      'intsury_time',
    ),
    kind(
      'orphan_psn_no',
      '关联性',
      table,
      'psn_no',
      10,
      (v) => `${v.slice(0, 5)}9${v.slice(6)}`,
      'psn_insu_d.psn_no by psn_insu_rlts_id',
      (s) => implied('一致性', 'contribution_enrolment_psn_no', table, 'psn_no', 'rid', s.get('rid'), 1),
    ),
    kind(
      'sum_broken',
      '逻辑性',
      table,
      'clct_sumamt',
      14,
      (v, s) => addYuan(v, 1000 + s.rng.below(90_000)),
      'the parts of clct_sumamt',
    ),
    kind(
      'period_swapped',
      '逻辑性',
      table,
      'accrym_begn',
      10,
      (v, s) =>
        table === 'rsdt_psn_clct_detl_d'
          ? `${Number(v.slice(0, 4)) + 1}${v.slice(4)}`
          : shiftMonth(s.get('accrym_end')),
      table === 'rsdt_psn_clct_detl_d' ? 'clct_year' : 'accrym_end (quarter)',
    ),
  ]
}

const shiftMonth = (month: string): string =>
  month.endsWith('12') ? `${Number(month.slice(0, 4)) + 1}01` : String(Number(month) + 1)

const employeeOnly: readonly Kind[] = [
  kind(
    'emp_no_not_enrolment',
    '一致性',
    'staf_psn_clct_detl_d',
    'emp_no',
    10,
    otherEmployer,
    'psn_insu_d.emp_no',
  ),
  kind(
    'missing_emp_clct_amt',
    '完整性',
    'staf_psn_clct_detl_d',
    'emp_clct_amt',
    8,
    () => '',
    'clct_sumamt and the other parts',
  ),
]

const contributionUnknown = (table: 'staf_psn_clct_detl_d' | 'rsdt_psn_clct_detl_d'): Kind[] => [
  kind('updt_late', '时效性', table, 'updt_time', 10, (v, s) => shiftDate(v, 5 + s.rng.below(30)), ''),
]

/** Employers: the public register of entities determines them in Shanghai, the value itself elsewhere. */
const employerKinds: readonly Kind[] = [
  kind('uscc_lower', '规范性', 'insu_emp_info_b', 'uscc', 10, (v) => v.toLowerCase(), 'uscc'),
  kind(
    'uscc_full_width',
    '规范性',
    'insu_emp_info_b',
    'uscc',
    10,
    (v) => FULL_WIDTH[Number(v[0])] + v.slice(1),
    'uscc',
  ),
  kind('missing_orgcode', '完整性', 'insu_emp_info_b', 'orgcode', 10, () => '', 'uscc[9..17]'),
  kind(
    'uscc_check',
    '准确性',
    'insu_emp_info_b',
    'uscc',
    14,
    (v, s) =>
      s.person.bureau === 0 ? v.slice(0, 17) + '0123456789'[('0123456789'.indexOf(v[17]!) + 1) % 10] : null,
    'legal_entity by emp_name',
    (s) => implied('关联性', 'employer_not_in_public', 'insu_emp_info_b', 'uscc', 'rid', s.get('rid'), 1),
  ),
  kind(
    'missing_emp_name',
    '完整性',
    'insu_emp_info_b',
    'emp_name',
    10,
    (_, s) => (s.person.bureau === 0 ? '' : null),
    'legal_entity by uscc',
  ),
]

export const REGISTER = {
  person: personKinds,
  personUnknown,
  enrolment: enrolmentKinds,
  enrolmentUnknown,
  employee: [...contributionKinds('staf_psn_clct_detl_d'), ...employeeOnly],
  employeeUnknown: contributionUnknown('staf_psn_clct_detl_d'),
  resident: contributionKinds('rsdt_psn_clct_detl_d'),
  residentUnknown: contributionUnknown('rsdt_psn_clct_detl_d'),
  employer: employerKinds,
} as const
