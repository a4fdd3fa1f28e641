import { markdown, plainWords } from '../markdown.ts'
import { pageWord, type PageContent } from '../layout.ts'
import type { Pen } from '../site.ts'
import { html } from '../template.ts'

/** A list of forty fits a phone's patience only in short words; each has a page of its own. */
const EXCERPT = 160

export function divisionsPage(pen: Pen): PageContent {
  const { contest, say, pick, to } = pen
  const { divisions, entry } = contest.scheme
  return {
    title: pageWord(pen, 'divisions'),
    about: plainWords(divisions.map((one) => pick(one.titleZh, one.titleEn)).join(', '), 160),
    body: html`<p>${say('members', { min: entry.minMembers, max: entry.maxMembers })}</p>
<ul class="cards">${divisions.map((division) => {
      const text = pick(division.textZh, division.textEn)
      return html`<li><h2><a href="${to(`divisions/${division.code}`)}">${pick(division.titleZh, division.titleEn)}</a></h2>
<p class="soft">${say(division.kind)}${division.studentsOnly && html` · ${say('students')}`}</p>
${text !== '' && html`<p>${plainWords(text, EXCERPT)}</p>`}</li>`
    })}</ul>`,
  }
}

export function divisionPage(pen: Pen, code: string): PageContent | null {
  const { contest, say, pick } = pen
  const division = contest.scheme.divisions.find((one) => one.code === code)
  if (!division) return null
  const text = pick(division.textZh, division.textEn)
  return {
    title: pick(division.titleZh, division.titleEn),
    about: plainWords(text || pick(division.titleZh, division.titleEn), 160),
    body: html`<p class="soft">${say(division.kind)}${division.studentsOnly && html` · ${say('students')}`}</p>
${markdown(text, 2)}
<p><a href="${pen.to('divisions')}">${pageWord(pen, 'divisions')}</a></p>`,
  }
}
