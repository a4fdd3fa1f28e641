import { expect, test } from 'vitest'
import { columnPieces, tablePieces } from './pieces.ts'

test('a table as each language says it', () => {
  expect(tablePieces({ name: 'setl_d', origin: 'project' })).toEqual({
    python: 'xinyu.table("setl_d")',
    sql: 'setl_d',
    alone: 'setl_d = xinyu.table("setl_d")\nsetl_d.head(20)',
  })
})

test('what a team brought is opened by its own call; a name that is none is quoted', () => {
  expect(tablePieces({ name: '2025 hosp"s', origin: 'own' })).toEqual({
    python: 'xinyu.own("2025 hosp\\"s")',
    sql: '"2025 hosp""s"',
    alone: '_2025_hosp_s = xinyu.own("2025 hosp\\"s")\n_2025_hosp_s.head(20)',
  })
  expect(columnPieces({ name: 'setl_d', origin: 'project' }, 'gend').python).toBe('"gend"')
})
