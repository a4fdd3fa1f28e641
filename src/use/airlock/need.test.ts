import { describe, expect, test } from 'vitest'
import { Disclosure } from '../../flow/policy/index.ts'
import { checkersFor, type JudgedFile } from './need.ts'

const terms = (over: Partial<Disclosure> = {}) => Disclosure.parse(over)
const file = (over: Partial<JudgedFile> = {}): JudgedFile => ({
  path: 'a.csv',
  kind: 'statistics',
  verdict: 'pass',
  findings: 0,
  ...over,
})
const safe = terms({ automatic: ['statistics'] })

describe('how many people look at what a seat gives out', () => {
  test.each([
    ['two at least', [terms()], [file()], 2],
    ['two also where the contract says one', [terms({ checkers: 1 })], [file()], 2],
    ['the most of all contracts', [terms({ checkers: 1 }), terms({ checkers: 4 })], [file()], 4],
    ['none where every contract names the kind as safe', [safe, safe], [file()], 0],
    [
      'none, also where it asks for people for all else',
      [terms({ checkers: 3, automatic: ['statistics'] })],
      [file()],
      0,
    ],
    ['two where one contract does not', [safe, terms()], [file()], 2],
    ['two where one file is of another kind', [safe], [file(), file({ kind: 'chart' })], 2],
    ['two where a rule found something', [safe], [file({ verdict: 'review', findings: 1 })], 2],
    ['two where something was found that passes', [safe], [file({ findings: 1 })], 2],
    ['two where no machine looked', [safe], [file({ verdict: null })], 2],
    ['two where the form hides more than it shows', [safe], [file({ path: 'a.xlsx' })], 2],
    ['two without contracts', [], [file()], 2],
    ['two without files', [safe], [], 2],
  ])('%s', (_, disclosures, files, people) => {
    expect(checkersFor(disclosures, files)).toBe(people)
  })
})
