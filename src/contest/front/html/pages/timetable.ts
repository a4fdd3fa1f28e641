import { openingAt, stagesOf } from '../../../scheme/index.ts'
import type { PageContent } from '../layout.ts'
import { plainWords } from '../markdown.ts'
import type { Pen } from '../site.ts'
import { html, type Markup } from '../template.ts'
import { whenText } from '../when.ts'

export function timetablePage(pen: Pen): PageContent {
  const { contest, now, say, pick, tongue } = pen
  const { scheme } = contest
  const time = (at: number) =>
    html`<time datetime="${new Date(at).toISOString()}">${whenText(at, scheme.timeZone, tongue)}</time>`
  const grace = Math.max(...scheme.rounds.map(({ submission }) => submission.graceMs))
  return {
    title: say('timetable'),
    about: say('zone', { zone: scheme.timeZone }),
    body: html`<p>${say('zone', { zone: scheme.timeZone })}${grace >= 60_000 && html` ${say('grace', { n: Math.floor(grace / 60_000) })}`}</p>
<div class="scroll" tabindex="0"><table><thead><tr><th scope="col">${say('stage')}</th><th scope="col">${say('opens')}</th><th scope="col">${say('closes')}</th><th scope="col">${say('state')}</th></tr></thead><tbody>${stagesOf(
      scheme,
    ).map((stage) => {
      const state = contest.state === 'closed' ? 'over' : openingAt(stage, now)
      return html`<tr><th scope="row">${pick(stage.titleZh, stage.titleEn)}</th><td>${time(stage.opensAt)}</td><td>${time(stage.closesAt)}</td><td class="${state}">${say(state)}</td></tr>`
    })}</tbody></table></div>
<p><a href="${pen.to('timetable.ics')}">${say('calendar')}</a></p>
${scheme.final && now >= scheme.final.opensAt && html`<p><a href="/hall/${contest.id}">${say('hall')}</a></p>`}
${changes(pen)}
<p class="soft">${say('print')}</p>`,
  }
}

/** Whoever read the timetable before sees what became of it, and why. */
function changes({ contest, changes, say, tongue }: Pen): Markup | null {
  if (changes.length === 0) return null
  return html`<h2>${say('changes')}</h2>
<ul class="lines">${changes.map(
    ({ at, reason }) =>
      html`<li><time datetime="${new Date(at).toISOString()}">${whenText(at, contest.scheme.timeZone, tongue)}</time> · ${plainWords(reason, MOST_REASON)}</li>`,
  )}</ul>`
}

const MOST_REASON = 300
