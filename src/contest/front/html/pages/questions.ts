import { MOST_QUESTION } from '../../../notices/index.ts'
import { markdown } from '../markdown.ts'
import type { PageContent } from '../layout.ts'
import type { Pen } from '../site.ts'
import { html, type Markup } from '../template.ts'
import { dayText } from '../when.ts'

/** As many as stay below the size of a page when each is as long as it may be. */
export const QUESTIONS_A_PAGE = 8

export interface Asking {
  /** Page of the list, from 1. */
  readonly page: number
  /** Of all published ones. */
  readonly total: number
  readonly asked: boolean
  /** Why a question was not taken, with what was written. */
  readonly refused?: { readonly why: string; readonly text: string }
}

export function questionsPage(pen: Pen, asking: Asking): PageContent {
  const { questions, contest, say, pick, tongue } = pen
  return {
    title: say('questions'),
    about: questions[0]?.text.slice(0, 160) ?? say('noQuestions'),
    body: html`${asking.asked && html`<p class="note" role="status">${say('asked')}</p>`}
${questions.length === 0 && html`<p>${say('noQuestions')}</p>`}
<ul class="lines">${questions.map(
      (one) => html`<li id="q-${one.id}"><h2>${say('question')} · ${one.text}</h2>
${markdown(pick(one.answerZh, one.answerEn), 3)}
<p class="soft">${say('answered')} ${dayText(one.decidedAt, contest.scheme.timeZone, tongue)}</p></li>`,
    )}</ul>
${pager(pen, asking)}
${contest.state === 'published' && askForm(pen, asking)}`,
  }
}

function pager({ say, to }: Pen, { page, total }: Asking): Markup | null {
  const last = Math.max(1, Math.ceil(total / QUESTIONS_A_PAGE))
  if (last === 1) return null
  const at = (n: number) => `${to('questions')}?page=${n}`
  return html`<p class="pager">${page > 1 && html`<a href="${at(page - 1)}" rel="prev">${say('newer')}</a>`}<span>${page} / ${last}</span>${page < last && html`<a href="${at(page + 1)}" rel="next">${say('older')}</a>`}</p>`
}

function askForm({ say, to }: Pen, { refused }: Asking): Markup {
  return html`<h2 id="ask">${say('ask')}</h2>
${refused && html`<p class="note" role="alert"><strong>${say('failed')}</strong> ${refused.why}</p>`}
<form method="post" action="${to('questions')}">
<p id="ask-hint">${say('askHint')}</p>
<label for="question">${say('askLabel')}</label>
<textarea id="question" name="text" required minlength="5" maxlength="${MOST_QUESTION}" aria-describedby="ask-hint">${refused?.text}</textarea>
<p class="trap" aria-hidden="true"><label for="site">${say('trap')}</label><input id="site" name="site" tabindex="-1" autocomplete="off"></p>
<button type="submit">${say('send')}</button>
</form>`
}
