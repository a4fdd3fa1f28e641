import { expect, test } from 'vitest'
import { dropPaths } from './drop-paths.ts'

test('one path a line, each once, without what surrounds it', () => {
  expect(dropPaths(' /srv/drop/a.csv \r\n\n/srv/drop/结算 2025.csv\n/srv/drop/a.csv')).toEqual({
    paths: ['/srv/drop/a.csv', '/srv/drop/结算 2025.csv'],
    wrong: null,
    line: '',
  })
  expect(dropPaths(' \n').paths).toEqual([])
})

test('a path that is not absolute, or too many of them, is told before it is sent', () => {
  expect(dropPaths('/srv/a.csv\nb.csv')).toMatchObject({ wrong: 'dropFile.absolute', line: 'b.csv' })
  const many = Array.from({ length: 1_001 }, (_, n) => `/srv/${n}.csv`).join('\n')
  expect(dropPaths(many).wrong).toBe('dropFile.many')
})
