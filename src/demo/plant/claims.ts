import { countRows, getCell } from './cells.ts'
import { addYuan, implied, type Kind, kind, shiftDate, type Site, toFullWidth } from './kinds.ts'
import { otherName } from './register.ts'
import type { Implied } from './truth.ts'

const own = (site: Site, cls: Implied['class'], name: string, column: string): Implied[] =>
  implied(cls, name, site.table, column, 'rid', site.get('rid'), 1)

const ordinary = (site: Site): boolean => site.get('refd_setl_flag') === '0' && site.get('vali_flag') === '1'
/** Neither refunded nor with a void twin: exactly one settlement of the visit, so every source is unambiguous. */
const single = (site: Site): boolean =>
  ordinary(site) &&
  site.rows.setl_d.filter((row) => getCell('setl_d', row, 'mdtrt_id') === site.get('mdtrt_id')).length === 1
const when =
  (fits: (site: Site) => boolean, after: Kind['after']): Kind['after'] =>
  (before, site) =>
    fits(site) ? after(before, site) : null
const singleVisit = (site: Site): boolean =>
  site.rows.setl_d.filter((row) => getCell('setl_d', row, 'mdtrt_id') === site.get('mdtrt_id')).length === 1

/** A comparison with the visit is found on its settlements: they are what is compared. */
const settlementsOf = (site: Site, name: string, column: string): Implied[] => {
  const mdtrtId = site.get('mdtrt_id')
  const rows = countRows(site.rows, 'setl_d', 'mdtrt_id', mdtrtId)
  return implied('一致性', name, 'setl_d', column, 'mdtrt_id', mdtrtId, rows)
}

const feesOf = (site: Site): number => countRows(site.rows, 'fee_list_d', 'setl_id', site.get('setl_id'))

const settlementKinds: readonly Kind[] = [
  kind(
    'missing_setl_time',
    '完整性',
    'setl_d',
    'setl_time',
    10,
    when(ordinary, () => ''),
    'opt_time',
  ),
  kind(
    'missing_certno',
    '完整性',
    'setl_d',
    'certno',
    10,
    when(ordinary, () => ''),
    'psn_info_b.certno',
  ),
  {
    ...kind(
      'duplicate_settlement',
      '唯一性',
      'setl_d',
      '',
      10,
      when(single, () => ''),
      'first row of the same setl_id',
      (s) => [
        ...implied('唯一性', 'duplicate_settlement', 'setl_d', 'setl_id', 'rid', s.get('rid'), 1),
        ...implied(
          '唯一性',
          'duplicate_medins_setl_id',
          'setl_d',
          'medins_setl_id',
          'setl_id',
          s.get('setl_id'),
          2,
        ),
      ],
    ),
    copy: (s) => ({ rid: `${s.get('rid')}X` }),
  },
  kind(
    'brdy_not_certno',
    '准确性',
    'setl_d',
    'brdy',
    10,
    when(ordinary, (v) => `${Number(v.slice(0, 4)) - 10}${v.slice(4, 8)}15`),
    'certno',
    (s) => [
      ...own(s, '一致性', 'setl_register_brdy', 'brdy'),
      ...own(s, '一致性', 'setl_mdtrt_brdy', 'brdy'),
      ...own(s, '逻辑性', 'age_not_brdy', 'age'),
    ],
  ),
  // Not on the total or the fund's part: landed as it is, a column with such a value is text and cannot be summed.
  kind(
    'amount_full_width',
    '规范性',
    'setl_d',
    'cash_payamt',
    10,
    when(ordinary, toFullWidth),
    'cash_payamt',
  ),
  kind(
    'amount_sign',
    '规范性',
    'setl_d',
    'acct_pay',
    8,
    when(ordinary, (v) => `¥${v}`),
    'acct_pay',
  ),
  kind(
    'setl_time_slashes',
    '规范性',
    'setl_d',
    'setl_time',
    10,
    when(ordinary, (v) => v.replaceAll('-', '/')),
    'setl_time',
  ),
  kind(
    'fixmedins_code_lower',
    '规范性',
    'setl_d',
    'fixmedins_code',
    8,
    when(ordinary, (v) => v.toLowerCase()),
    'fixmedins_code',
  ),
  kind(
    'name_not_register',
    '一致性',
    'setl_d',
    'psn_name',
    12,
    when(ordinary, otherName),
    'psn_info_b.psn_name',
    (s) => own(s, '一致性', 'setl_mdtrt_psn_name', 'psn_name'),
  ),
  kind(
    'med_type_not_visit',
    '一致性',
    'setl_d',
    'med_type',
    10,
    when(single, (v) => (v === '11' ? '13' : v === '13' ? '11' : null)),
    'mdtrt_d.med_type and fee_list_d.med_type',
    (s) =>
      implied(
        '一致性',
        'fee_setl_med_type',
        'fee_list_d',
        'med_type',
        'setl_id',
        s.get('setl_id'),
        feesOf(s),
      ),
  ),
  kind(
    'updt_late',
    '时效性',
    'setl_d',
    'updt_time',
    6,
    when(ordinary, (v, s) => shiftDate(v, 6 + s.rng.below(40))),
    '',
  ),
  kind(
    'orphan_mdtrt_id',
    '关联性',
    'setl_d',
    'mdtrt_id',
    10,
    when(single, (v) => `9${v.slice(1)}`),
    'fee_list_d.mdtrt_id by setl_id',
    (s) => [
      ...implied(
        '关联性',
        'visit_without_settlement',
        'mdtrt_d',
        'mdtrt_id',
        'mdtrt_id',
        s.get('mdtrt_id'),
        1,
      ),
      ...implied(
        '一致性',
        'fee_setl_mdtrt_id',
        'fee_list_d',
        'mdtrt_id',
        'setl_id',
        s.get('setl_id'),
        feesOf(s),
      ),
      ...implied(
        '一致性',
        'diag_setl_mdtrt_id',
        'setl_list_diag_d',
        'mdtrt_id',
        'setl_id',
        s.get('setl_id'),
        countRows(s.rows, 'setl_list_diag_d', 'setl_id', s.get('setl_id')),
      ),
    ],
  ),
  kind(
    'orphan_fixmedins_code',
    '关联性',
    'setl_d',
    'fixmedins_code',
    10,
    when(single, (v) => `${v.slice(0, 7)}99${v.slice(9)}`),
    'mdtrt_d.fixmedins_code',
    (s) => [
      ...own(s, '一致性', 'setl_mdtrt_fixmedins_code', 'fixmedins_code'),
      ...own(s, '一致性', 'setl_message_fixmedins_code', 'fixmedins_code'),
      ...implied(
        '一致性',
        'fee_setl_fixmedins_code',
        'fee_list_d',
        'fixmedins_code',
        'setl_id',
        s.get('setl_id'),
        feesOf(s),
      ),
    ],
  ),
  kind(
    'total_broken',
    '逻辑性',
    'setl_d',
    'medfee_sumamt',
    10,
    when(single, (v, s) => addYuan(v, 100 + s.rng.below(50_000))),
    'the parts of medfee_sumamt',
    (s) => [
      ...own(s, '逻辑性', 'identity_1', 'medfee_sumamt'),
      ...own(s, '逻辑性', 'identity_2', 'medfee_sumamt'),
      ...own(s, '逻辑性', 'fee_sum', 'medfee_sumamt'),
    ],
  ),
  kind(
    'fund_broken',
    '逻辑性',
    'setl_d',
    'fund_pay_sumamt',
    10,
    when(ordinary, (v, s) => addYuan(v, 100 + s.rng.below(9000))),
    'the parts of fund_pay_sumamt',
    (s) => [
      ...own(s, '逻辑性', 'identity_2', 'medfee_sumamt'),
      ...own(s, '逻辑性', 'identity_4', 'fund_pay_sumamt'),
    ],
  ),
  kind(
    'person_broken',
    '逻辑性',
    'setl_d',
    'psn_pay',
    10,
    when(ordinary, (v, s) => addYuan(v, 100 + s.rng.below(9000))),
    'the parts of psn_pay',
    (s) => [...own(s, '逻辑性', 'identity_2', 'medfee_sumamt'), ...own(s, '逻辑性', 'identity_3', 'psn_pay')],
  ),
  kind(
    'end_before_begin',
    '逻辑性',
    'setl_d',
    'enddate',
    10,
    when(ordinary, (_, s) => shiftDate(s.get('begndate'), -3)),
    'mdtrt_d.endtime',
    (s) => own(s, '一致性', 'setl_mdtrt_enddate', 'enddate'),
  ),
  kind(
    'refund_without_first',
    '逻辑性',
    'setl_d',
    'init_setl_id',
    40,
    (v) => (v ? '' : null),
    'setl_d by mdtrt_id',
  ),
]

const otherKinds: readonly Kind[] = [
  kind(
    'missing_endtime',
    '完整性',
    'mdtrt_d',
    'endtime',
    10,
    when(singleVisit, () => ''),
    // The hour at which a stay ended stands nowhere else; a visit within one day ended when its lines were charged.
    (s) =>
      s.get('begntime').slice(0, 10) === s.get('endtime').slice(0, 10)
        ? 'setl_d.enddate and the fee lines'
        : null,
  ),
  kind(
    'gend_not_certno',
    '准确性',
    'mdtrt_d',
    'gend',
    10,
    (v) => (v === '1' ? '2' : '1'),
    'certno',
    (s) => [
      ...own(s, '一致性', 'mdtrt_register_gend', 'gend'),
      ...settlementsOf(s, 'setl_mdtrt_gend', 'gend'),
    ],
  ),
  kind(
    'endtime_before_begin',
    '逻辑性',
    'mdtrt_d',
    'endtime',
    10,
    when(singleVisit, (v, s) => shiftDate(s.get('begntime').slice(0, 10), -2) + v.slice(10)),
    'setl_d.enddate',
    (s) => settlementsOf(s, 'setl_mdtrt_enddate', 'enddate'),
  ),
  kind('missing_diag_code', '完整性', 'setl_list_diag_d', 'diag_code', 10, () => '', 'diag_name'),
  kind('diag_code_lower', '规范性', 'setl_list_diag_d', 'diag_code', 10, (v) => v.toLowerCase(), 'diag_code'),
  kind(
    'diag_code_unknown',
    '准确性',
    'setl_list_diag_d',
    'diag_code',
    10,
    (v) => `${v[0]}9${v.slice(2, 4)}99${v.slice(6)}`,
    'diag_name',
  ),
  kind(
    'orphan_diag_setl_id',
    '关联性',
    'setl_list_diag_d',
    'setl_id',
    10,
    when(singleVisit, (v) => `9${v.slice(1)}`),
    'setl_d by mdtrt_id',
  ),
  {
    ...kind(
      'duplicate_fee',
      '唯一性',
      'fee_list_d',
      '',
      10,
      () => '',
      'first row of the same bkkp_sn',
      (s) => [
        ...implied('唯一性', 'duplicate_fee', 'fee_list_d', 'bkkp_sn', 'rid', s.get('rid'), 1),
        ...implied('逻辑性', 'fee_sum', 'setl_d', 'medfee_sumamt', 'setl_id', s.get('setl_id'), 1),
      ],
    ),
    copy: (s) => ({ rid: `${s.get('rid')}X` }),
  },
  kind(
    'fee_amount_broken',
    '逻辑性',
    'fee_list_d',
    'det_item_fee_sumamt',
    12,
    (v, s) => addYuan(v, 100 + s.rng.below(5000)),
    'cnt × pric',
    (s) => [
      ...own(s, '逻辑性', 'fee_parts', 'det_item_fee_sumamt'),
      ...implied('逻辑性', 'fee_sum', 'setl_d', 'medfee_sumamt', 'setl_id', s.get('setl_id'), 1),
    ],
  ),
  kind(
    'orphan_fee_setl_id',
    '关联性',
    'fee_list_d',
    'setl_id',
    10,
    when(singleVisit, (v) => `9${v.slice(1)}`),
    'setl_d by mdtrt_id',
    (s) => implied('逻辑性', 'fee_sum', 'setl_d', 'medfee_sumamt', 'setl_id', s.get('setl_id'), 1),
  ),
  kind(
    'unknown_med_list_codg',
    '关联性',
    'fee_list_d',
    'med_list_codg',
    10,
    // Codes of services and consumables end in digits: an unknown code is still well-formed.
    (v) => (/\d{14}$/.test(v) ? `${v.slice(0, -3)}999` : `${v.slice(0, -3)}ZZZ`),
    'hilist_code',
  ),
]

export const CLAIMS = [...settlementKinds, ...otherKinds] as const
