import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Contest, exampleScheme } from '../../scheme/index.ts'
import type { PublicResults } from '../../tools.ts'
import { renderPage, wantedOf } from './render.ts'
import { PAGES, type Site } from './site.ts'

const START = Date.UTC(2026, 2, 1)
const contest: Contest = {
  id: '0190a000-0000-7000-8000-000000000001',
  code: 'demo',
  organiserId: '0190a000-0000-7000-8000-000000000002',
  state: 'published',
  scheme: exampleScheme('national-2024', START),
  number: 1,
  createdAt: 0,
  publishedAt: START,
  closedAt: null,
}
const site = (over: Partial<Site> = {}): Site => ({
  contest,
  organiserZh: '示例机构',
  organiserEn: 'Demo body',
  posts: [],
  questions: [],
  results: null,
  changes: [],
  demo: true,
  now: START,
  ...over,
})
const place = { origin: 'https://example.com', styleAt: '/contest/style.css' }
const asking = { page: 1, total: 0, asked: false }
const render = (of: Site, path: string) => renderPage(of, wantedOf(path)!, place, asking)!

const results = (word: string): PublicResults => ({
  publishedAt: START,
  awards: contest.scheme.awards.map(({ code, titleZh, titleEn, count }) => ({
    code,
    titleZh,
    titleEn,
    winners: Array.from({ length: count }, (_, at) => ({
      place: at + 1,
      division: 'data',
      title: `${word}作品${at}`,
      team: `${word}团队${at}`,
      bodies: [`${word}单位`],
      summary: at % 2 === 0 ? `${word}简介`.repeat(400) : null,
    })),
  })),
})

describe('results', () => {
  test('of seventy winners, with long names, stay a small page in both languages', () => {
    for (const path of ['results', 'en/results', 'showcase', 'en/showcase']) {
      const page = render(site({ results: results('"甲乙丙丁戊己庚辛壬癸"') }), path)
      expect(Buffer.byteLength(page)).toBeLessThan(100_000)
    }
    const page = render(site({ results: results('') }), 'results')
    expect(page.match(/<h2>/g)).toHaveLength(3)
    expect(page.match(/<tr><td>/g)).toHaveLength(70)
    expect(page).toContain('医保数据要素赋能')
    expect(render(site({ results: results('') }), 'showcase').match(/<li><h2>/g)).toHaveLength(35)
  })

  test('are not there before they are published', () => {
    expect(render(site(), 'results')).toContain('结果尚未公布')
    expect(render(site(), 'en/showcase')).toContain('will be shown here')
  })
})

test('the timetable leads to the hall once the final is on', () => {
  const { opensAt } = contest.scheme.final!
  expect(render(site({ now: opensAt - 1 }), 'timetable')).not.toContain('/hall/')
  expect(render(site({ now: opensAt }), 'timetable')).toContain(`href="/hall/${contest.id}"`)
})

describe('every page', () => {
  const word = fc.string({ unit: 'binary', maxLength: 30 }).map((text) => `<x y="${text}">&amp;'${text}</x>`)

  test('escapes whatever a title, a name, a question, an answer or a reason holds', () => {
    fc.assert(
      fc.property(word, fc.constantFrom(...PAGES), fc.constantFrom('', 'en/'), (text, page, tongue) => {
        const hostile = site({
          organiserZh: text,
          organiserEn: text,
          contest: {
            ...contest,
            scheme: { ...contest.scheme, titleZh: text, titleEn: text, introZh: text, introEn: text },
          },
          posts: [
            {
              id: '0190a000-0000-7000-8000-000000000003',
              state: 'published',
              pinned: true,
              titleZh: text,
              titleEn: text,
              textZh: text,
              textEn: text,
              createdAt: START,
              changedAt: START,
              publishedAt: START,
            },
          ],
          questions: [
            {
              id: '0190a000-0000-7000-8000-000000000004',
              text,
              answerZh: text,
              answerEn: text,
              decidedAt: START,
            },
          ],
          results: results(text),
          changes: [{ at: START, reason: text }],
        })
        const made = render(hostile, `${tongue}${page}`)
        expect(made).not.toMatch(/<\/?x[\s>]/)
        // Between two marks of our own there is never a bare one of theirs.
        expect(made.replace(/<[^<>]*>/g, '')).not.toMatch(/[<>]/)
        for (const [tag] of made.matchAll(/<[^<>]*>/g)) expect((tag.match(/"/g) ?? []).length % 2).toBe(0)
      }),
      { numRuns: 60 },
    )
  })

  test('is known by its path, in no other way', () => {
    expect(wantedOf('')).toEqual({ tongue: 'zh', page: '', one: null })
    expect(wantedOf('en')).toEqual({ tongue: 'en', page: '', one: null })
    expect(wantedOf('en/news/x')).toEqual({ tongue: 'en', page: 'news', one: 'x' })
    for (const path of ['none', 'news/x/y', 'timetable/x', 'zh', 'en/en', '__proto__'])
      expect(wantedOf(path)).toBeNull()
    expect(renderPage(site(), { tongue: 'zh', page: 'rules', one: 'none' }, place, asking)).toBeNull()
  })
})
