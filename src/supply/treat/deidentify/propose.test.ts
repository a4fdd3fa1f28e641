import { expect, test } from 'vitest'
import { proposeProfile } from './propose.ts'

const column = (name: string, role: 'direct' | 'quasi' | 'sensitive' | 'plain', type = 'VARCHAR') => ({
  name,
  role,
  type,
})

test('a proposal keeps tables joinable, names no identifier readable, and measures by what neighbours know', () => {
  const { columns, risk, identity } = proposeProfile(
    [
      column('psn_no', 'direct'),
      column('psn_name', 'direct'),
      column('setl_id', 'direct'),
      column('init_setl_id', 'direct'),
      column('certno', 'direct'),
      column('gend', 'quasi'),
      column('age', 'quasi', 'BIGINT'),
      column('brdy', 'quasi', 'DATE'),
      column('insu_admdvs', 'quasi'),
      column('begndate', 'quasi', 'DATE'),
      column('updt_time', 'plain', 'TIMESTAMP'),
      column('diag_code', 'sensitive'),
      column('medfee_sumamt', 'sensitive', 'DECIMAL(18,2)'),
    ],
    'psn_no',
    { kind: 'column', column: 'certno' },
  )
  expect(columns).toEqual({
    psn_no: { kind: 'pseudonym', entity: 'person', scope: 'body' },
    psn_name: { kind: 'remove' },
    setl_id: { kind: 'pseudonym', entity: 'setl_id', scope: 'body' },
    // A refund names the settlement that it undoes: the same pseudonym, or the two would not meet.
    init_setl_id: { kind: 'pseudonym', entity: 'setl_id', scope: 'body' },
    certno: { kind: 'remove' },
    gend: { kind: 'keep' },
    age: { kind: 'age', width: 10, top: 80 },
    brdy: { kind: 'remove' },
    insu_admdvs: { kind: 'region', to: 'city' },
    begndate: { kind: 'date', to: 'month' },
    updt_time: { kind: 'remove' },
    diag_code: { kind: 'prefix', length: 3 },
    medfee_sumamt: { kind: 'keep' },
  })
  expect(risk).toMatchObject({ quasi: ['gend', 'age', 'insu_admdvs'], sensitive: 'diag_code' })
  expect(identity).toEqual({ kind: 'column', column: 'certno' })
})
