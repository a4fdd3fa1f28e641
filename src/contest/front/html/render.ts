import type { PageContent, Place } from './layout.ts'
import { wholePage } from './layout.ts'
import { divisionPage, divisionsPage } from './pages/divisions.ts'
import { homePage } from './pages/home.ts'
import { newsPage, postPage } from './pages/news.ts'
import { type Asking, questionsPage } from './pages/questions.ts'
import { resultsPage, showcasePage } from './pages/results.ts'
import { rulePage, rulesPage } from './pages/rules.ts'
import { timetablePage } from './pages/timetable.ts'
import { addressOf, PAGES, type PageName, type Pen, pickOf, type Site } from './site.ts'
import { html } from './template.ts'
import { type Tongue, wordsOf } from './words.ts'

/** Where in the front of a contest a reader wants to be. */
export interface Wanted {
  readonly tongue: Tongue
  readonly page: PageName
  /** One thing of a page, such as an announcement. */
  readonly one: string | null
}

/** The path below `/contest/<code>`; null where there is no such page. */
export function wantedOf(path: string): Wanted | null {
  const parts = path.split('/').filter((part) => part !== '')
  const tongue: Tongue = parts[0] === 'en' ? 'en' : 'zh'
  if (tongue === 'en') parts.shift()
  const [name = '', one = null, ...more] = parts
  const page = PAGES.find((known) => known === name)
  if (page === undefined || more.length > 0) return null
  if (one !== null && !['divisions', 'rules', 'news'].includes(page)) return null
  return { tongue, page, one }
}

export const penOf = (site: Site, tongue: Tongue): Pen => ({
  ...site,
  tongue,
  say: wordsOf(tongue),
  pick: pickOf(tongue),
  to: (page) => addressOf(site.contest.code, tongue, page),
})

/** The page, or null where what it is about is not there. */
export function renderPage(
  site: Site,
  wanted: Wanted,
  place: Omit<Place, 'path' | 'page'>,
  asking: Asking,
): string | null {
  const pen = penOf(site, wanted.tongue)
  const content = contentOf(pen, wanted, asking)
  if (!content) return null
  const path = wanted.one === null ? wanted.page : `${wanted.page}/${wanted.one}`
  return wholePage(pen, { ...place, page: wanted.page, path }, content)
}

function contentOf(pen: Pen, { page, one }: Wanted, asking: Asking): PageContent | null {
  if (one !== null)
    return page === 'divisions'
      ? divisionPage(pen, one)
      : page === 'rules'
        ? rulePage(pen, one)
        : postPage(pen, one)
  switch (page) {
    case '':
      return homePage(pen)
    case 'divisions':
      return divisionsPage(pen)
    case 'timetable':
      return timetablePage(pen)
    case 'rules':
      return rulesPage(pen)
    case 'news':
      return newsPage(pen)
    case 'questions':
      return questionsPage(pen, asking)
    case 'results':
      return resultsPage(pen)
    case 'showcase':
      return showcasePage(pen)
  }
}

/** What is said where there is no contest, in both languages: nobody knows whose reader this is. */
export function lostPage(styleAt: string): string {
  const [zh, en] = [wordsOf('zh'), wordsOf('en')]
  return html`<!doctype html>
<html lang="zh-CN">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex"><title>${zh('notFound')}</title><link rel="stylesheet" href="${styleAt}"></head>
<body><main class="wide"><h1>${zh('notFound')}</h1><p>${zh('notFoundHint')}</p><div lang="en"><h2>${en('notFound')}</h2><p>${en('notFoundHint')}</p></div><p><a href="/contest">${zh('contests')} <span lang="en">${en('contests')}</span></a></p></main></body>
</html>
`.text
}
