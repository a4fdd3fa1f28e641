import { markdown, plainWords } from '../markdown.ts'
import type { PageContent } from '../layout.ts'
import type { Pen } from '../site.ts'
import { html } from '../template.ts'
import { dayText, whenText } from '../when.ts'

export function newsPage(pen: Pen): PageContent {
  const { posts, contest, say, pick, to, tongue } = pen
  return {
    title: say('news'),
    about: plainWords(
      posts.map((post) => pick(post.titleZh, post.titleEn)).join(' · ') || say('noNews'),
      160,
    ),
    body:
      posts.length === 0
        ? html`<p>${say('noNews')}</p>`
        : html`<ul class="lines">${posts.map(
            (post) =>
              html`<li><a href="${to(`news/${post.id}`)}">${post.pinned ? html`<strong>${pick(post.titleZh, post.titleEn)}</strong>` : pick(post.titleZh, post.titleEn)}</a> <span class="soft">${dayText(post.publishedAt ?? post.createdAt, contest.scheme.timeZone, tongue)}</span></li>`,
          )}</ul>`,
  }
}

export function postPage(pen: Pen, id: string): PageContent | null {
  const { posts, contest, say, pick, tongue } = pen
  const post = posts.find((one) => one.id === id)
  if (!post) return null
  const text = pick(post.textZh, post.textEn)
  const at = post.publishedAt ?? post.createdAt
  return {
    title: pick(post.titleZh, post.titleEn),
    about: plainWords(text, 160),
    body: html`<p class="soft">${say('published')} <time datetime="${new Date(at).toISOString()}">${whenText(at, contest.scheme.timeZone, tongue)}</time></p>
${markdown(text, 2)}
<p><a href="${pen.to('news')}">${say('all')}</a></p>`,
  }
}
