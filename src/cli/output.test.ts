import { afterEach, expect, test, vi } from 'vitest'
import { failWith } from './output.ts'

afterEach(() => void vi.restoreAllMocks())

const told = (error: unknown): string => {
  const said = vi.spyOn(console, 'error').mockImplementation(() => {})
  vi.spyOn(process, 'exit').mockImplementation(() => {
    throw new Error('ended')
  })
  expect(() => failWith(error)).toThrow('ended')
  return said.mock.calls.flat().map(String).join('\n')
}

test('a file that was named wrongly is told in a line with a code, and no trace', () => {
  const missing = Object.assign(new Error('ENOENT: no such file'), { code: 'ENOENT', path: '/no/such.json' })
  expect(told(missing)).toMatch(/\/no\/such\.json.*\n.*\[FILE_UNREADABLE\]$/)
})

test('what was not foreseen keeps its trace', () => {
  const defect = new TypeError('a defect')
  expect(told(defect)).toContain('a defect')
  expect(told(defect)).not.toContain('FILE_UNREADABLE')
})
