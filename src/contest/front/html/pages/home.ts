import { openingAt, stagesOf } from '../../../scheme/index.ts'
import { plainWords } from '../markdown.ts'
import { pageWord, type PageContent } from '../layout.ts'
import type { Pen } from '../site.ts'
import { html, type Markup } from '../template.ts'
import { dayText, whenText } from '../when.ts'

export function homePage(pen: Pen): PageContent {
  const { contest, say, pick, to } = pen
  const { scheme } = contest
  const intro = pick(scheme.introZh, scheme.introEn)
  const theme = pick(scheme.themeZh, scheme.themeEn)
  const entering = contest.state === 'published' && openingAt(scheme.entry, pen.now) === 'open'
  return {
    title: pick(scheme.titleZh, scheme.titleEn),
    about: plainWords(intro || theme, 160),
    body: html`${theme !== '' && html`<p class="lead">${theme}</p>`}
${intro.split('\n').map((line) => line.trim() !== '' && html`<p>${line}</p>`)}
${entering && html`<p><a class="button" href="/join/${contest.code}">${say('enter')}</a></p>`}
<h2>${say('now')}</h2>
${stagesNow(pen)}
<p><a href="${to('timetable')}">${say('timetable')}</a></p>
<h2>${pageWord(pen, 'divisions')}</h2>
<ul class="cards">${scheme.divisions.map(
      (division) =>
        html`<li><a href="${to(`divisions/${division.code}`)}">${pick(division.titleZh, division.titleEn)}</a></li>`,
    )}</ul>
${awards(pen)}
${latest(pen)}`,
  }
}

function stagesNow({ contest, now, say, pick, tongue }: Pen): Markup {
  const open = stagesOf(contest.scheme).filter((stage) => openingAt(stage, now) === 'open')
  if (open.length === 0 || contest.state === 'closed') return html`<p>${say('nothingNow')}</p>`
  return html`<ul class="lines">${open.map(
    (stage) =>
      html`<li><strong class="open">${pick(stage.titleZh, stage.titleEn)}</strong> · ${say('closes')} <time datetime="${new Date(stage.closesAt).toISOString()}">${whenText(stage.closesAt, contest.scheme.timeZone, tongue)}</time></li>`,
  )}</ul>`
}

function awards({ contest, say, pick, tongue }: Pen): Markup | null {
  const { awards } = contest.scheme
  if (awards.length === 0) return null
  const paid = awards.some(({ prizeFen }) => prizeFen > 0)
  return html`<h2>${say('awards')}</h2>
<div class="scroll" tabindex="0"><table><thead><tr><th scope="col">${say('award')}</th><th scope="col">${say('number')}</th>${paid && html`<th scope="col">${say('prize')}</th>`}</tr></thead><tbody>${awards.map(
    (award) =>
      html`<tr><td>${pick(award.titleZh, award.titleEn)}${award.recommend && html` <span class="soft">${say('recommend')}</span>`}</td><td>${say(award.per === 'division' ? 'perDivision' : 'inAll', { n: award.count })}</td>${paid && html`<td>${award.prizeFen > 0 && money(award.prizeFen, tongue)}</td>`}</tr>`,
  )}</tbody></table></div>`
}

const money = (fen: number, tongue: 'zh' | 'en'): string => {
  const yuan = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 }).format(fen / 100)
  return tongue === 'zh' ? `${yuan} 元` : `CNY ${yuan}`
}

function latest({ posts, contest, say, pick, to, tongue }: Pen): Markup | null {
  if (posts.length === 0) return null
  return html`<h2>${say('latest')}</h2>
<ul class="lines">${posts
    .slice(0, 5)
    .map(
      (post) =>
        html`<li><a href="${to(`news/${post.id}`)}">${pick(post.titleZh, post.titleEn)}</a> <span class="soft">${dayText(post.publishedAt ?? post.createdAt, contest.scheme.timeZone, tongue)}</span></li>`,
    )}</ul>
<p><a href="${to('news')}">${say('all')}</a></p>`
}
