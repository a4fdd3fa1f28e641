import { expect, test } from 'vitest'
import { readBulk } from './bulk-list.ts'

const A = '01900000-0000-7000-8000-00000000000a'

test('rows by comma, tab or a Chinese comma, with or without headings', () => {
  const rows = [`project,name,terminal`, `${A},队伍一,T-01`, `${A}\t队伍二`, `${A}，"队伍三"`, '', '  ']
  expect(readBulk(rows.join('\r\n')).map(({ line, row }) => [line, row])).toEqual([
    [2, { projectId: A, name: '队伍一', terminal: 'T-01' }],
    [3, { projectId: A, name: '队伍二' }],
    [4, { projectId: A, name: '队伍三' }],
  ])
})

test('each bad line says what is wrong with it', () => {
  const rows = [`${A},一`, 'x,二', `${A},`, A, `${A},一`, `${A},${'长'.repeat(61)}`, `${A},a,b,c`]
  expect(readBulk(rows.join('\n')).map(({ line, wrong }) => [line, wrong])).toEqual([
    [1, null],
    [2, 'project'],
    [3, 'name'],
    [4, 'columns'],
    [5, 'twice'],
    [6, 'name'],
    [7, 'columns'],
  ])
})
