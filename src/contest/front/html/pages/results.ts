import type { PageContent } from '../layout.ts'
import type { Pen } from '../site.ts'
import { html } from '../template.ts'
import { plainWords } from '../markdown.ts'
import { dayText } from '../when.ts'

/** The page of a hundred winners stays small. */
const MOST_SUMMARY = 160
const MOST_SHOWN = 100
const MOST_BODIES = 5

export function resultsPage(pen: Pen): PageContent {
  const { results, contest, say, pick, tongue } = pen
  if (!results)
    return { title: say('results'), about: say('noResults'), body: html`<p>${say('noResults')}</p>` }
  return {
    title: say('results'),
    about: `${pick(contest.scheme.titleZh, contest.scheme.titleEn)} · ${say('results')}`,
    body: html`<p class="soft">${say('published')} ${dayText(results.publishedAt, contest.scheme.timeZone, tongue)}</p>
${results.awards.map(
  (award) => html`<h2>${pick(award.titleZh, award.titleEn)}</h2>
<div class="scroll" tabindex="0"><table><thead><tr><th scope="col">${say('place')}</th><th scope="col">${say('work')}</th><th scope="col">${say('team')}</th><th scope="col">${say('division')}</th></tr></thead><tbody>${award.winners.map(
    (one) =>
      html`<tr><td>${one.place}</td><td>${one.title}</td><td>${one.team}${one.bodies.length > 0 && html`<br><span class="soft">${one.bodies.slice(0, MOST_BODIES).join(tongue === 'zh' ? '、' : ', ')}</span>`}</td><td>${divisionName(pen, one.division)}</td></tr>`,
  )}</tbody></table></div>`,
)}
<p class="soft">${say('print')}</p>`,
  }
}

const divisionName = ({ contest, pick }: Pen, code: string): string => {
  const division = contest.scheme.divisions.find((one) => one.code === code)
  return division ? pick(division.titleZh, division.titleEn) : ''
}

export function showcasePage(pen: Pen): PageContent {
  const { results, say } = pen
  const shown = (results?.awards ?? []).flatMap(({ winners }) =>
    winners.flatMap((one) => (one.summary === null ? [] : [{ ...one, summary: one.summary }])),
  )
  return {
    title: say('showcase'),
    about: plainWords(shown.map(({ title }) => title).join(', ') || say('noShowcase'), 160),
    body:
      shown.length === 0
        ? html`<p>${say('noShowcase')}</p>`
        : html`<ul class="cards">${shown
            .slice(0, MOST_SHOWN)
            .map(
              (one) =>
                html`<li><h2>${one.title}</h2><p class="soft">${one.team} · ${divisionName(pen, one.division)}</p><p>${plainWords(one.summary, MOST_SUMMARY)}</p></li>`,
            )}</ul>`,
  }
}
