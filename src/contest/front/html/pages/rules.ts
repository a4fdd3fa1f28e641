import { markdown, plainWords } from '../markdown.ts'
import type { PageContent } from '../layout.ts'
import type { Pen } from '../site.ts'
import { html } from '../template.ts'

/** One document stands here whole; of several there is a list, and each has a page. */
export function rulesPage(pen: Pen): PageContent {
  const { contest, say, pick, to } = pen
  const { documents } = contest.scheme
  const [only] = documents
  if (!only) return { title: say('rules'), about: say('rules'), body: html`<p>${say('noRules')}</p>` }
  if (documents.length === 1) return documentOf(pen, only)
  return {
    title: say('rules'),
    about: plainWords(documents.map((one) => pick(one.titleZh, one.titleEn)).join(', '), 160),
    body: html`<ul class="lines">${documents.map(
      (one) => html`<li><a href="${to(`rules/${one.code}`)}">${pick(one.titleZh, one.titleEn)}</a></li>`,
    )}</ul>`,
  }
}

export function rulePage(pen: Pen, code: string): PageContent | null {
  const found = pen.contest.scheme.documents.find((one) => one.code === code)
  return found ? documentOf(pen, found) : null
}

type Document = Pen['contest']['scheme']['documents'][number]

function documentOf({ pick, say }: Pen, document: Document): PageContent {
  const text = pick(document.textZh, document.textEn)
  return {
    title: pick(document.titleZh, document.titleEn),
    about: plainWords(text, 160),
    body: html`${markdown(text, 2)}<p class="soft">${say('print')}</p>`,
  }
}
