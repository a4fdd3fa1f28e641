import { html, type Markup } from './template.ts'
import { addressOf, PAGES, type PageName, type Pen } from './site.ts'
import type { Word } from './words.ts'

export interface PageContent {
  readonly title: string
  /** For search engines, in a sentence or two. */
  readonly about: string
  readonly body: Markup
}

export interface Place {
  /** `https://host` as the reader sees it; empty where it is not known. */
  readonly origin: string
  /** Below the contest's address, such as `news/…`. */
  readonly path: string
  readonly page: PageName
  readonly styleAt: string
}

/** The whole page: no script, one style sheet, one h1. */
export function wholePage(pen: Pen, place: Place, { title, about, body }: PageContent): string {
  const { contest, tongue, say, pick } = pen
  const name = pick(contest.scheme.titleZh, contest.scheme.titleEn)
  const full = place.page === '' ? name : `${title} · ${name}`
  const at = (language: 'zh' | 'en') => `${place.origin}${addressOf(contest.code, language, place.path)}`
  const language = tongue === 'zh' ? 'zh-CN' : 'en'
  const other = tongue === 'zh' ? 'en' : 'zh'
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${full}</title>
<meta name="description" content="${about}">
<link rel="canonical" href="${at(tongue)}">
<link rel="alternate" hreflang="zh-CN" href="${at('zh')}">
<link rel="alternate" hreflang="en" href="${at('en')}">
<meta property="og:type" content="website">
<meta property="og:title" content="${full}">
<meta property="og:description" content="${about}">
<meta property="og:url" content="${at(tongue)}">
<meta property="og:locale" content="${tongue === 'zh' ? 'zh_CN' : 'en_GB'}">
<link rel="icon" href="/seal.svg" type="image/svg+xml">
<link rel="stylesheet" href="${place.styleAt}">
</head>
<body>
<a class="skip" href="#text">${say('skip')}</a>
<header>
<div class="wide top"><a class="name" href="${pen.to('')}">${name}</a>
<a class="tongue" href="${addressOf(contest.code, other, place.path)}" lang="${other === 'zh' ? 'zh-CN' : 'en'}" hreflang="${other === 'zh' ? 'zh-CN' : 'en'}">${say('other')}</a></div>
<nav class="wide" aria-label="${say('menu')}"><ul>${PAGES.map((page) => menuItem(pen, place, page))}</ul></nav>
</header>
<main id="text" class="wide">
<h1>${title}</h1>
${contest.state === 'closed' && html`<p class="note">${say('closed')}</p>`}
${body}
</main>
<footer class="wide">
<p>${say('organiser')}${tongue === 'zh' ? '：' : ': '}${pick(pen.organiserZh, pen.organiserEn)}</p>
${pen.demo && html`<p>${say('synthetic')}</p>`}
</footer>
</body>
</html>
`.text
}

const WORDS: Readonly<Record<Exclude<PageName, 'divisions'>, Word>> = {
  '': 'home',
  timetable: 'timetable',
  rules: 'rules',
  news: 'news',
  questions: 'questions',
  results: 'results',
  showcase: 'showcase',
}

export const pageWord = (pen: Pen, page: PageName): string =>
  pen.say(page === 'divisions' ? `divisions_${pen.contest.scheme.divisionWord}` : WORDS[page])

function menuItem(pen: Pen, place: Place, page: PageName): Markup {
  const current = place.page === page
  return html`<li><a href="${pen.to(page)}"${current && html` aria-current="page"`}>${pageWord(pen, page)}</a></li>`
}
