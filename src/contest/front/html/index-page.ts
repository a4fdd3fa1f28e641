import { addressOf } from './site.ts'
import { html } from './template.ts'
import { wordsOf } from './words.ts'

/** All announced contests, for readers of either language. */
export function indexPage(
  contests: readonly { readonly code: string; readonly titleZh: string; readonly titleEn: string }[],
  styleAt: string,
): string {
  const [zh, en] = [wordsOf('zh'), wordsOf('en')]
  return html`<!doctype html>
<html lang="zh-CN">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${zh('contests')} ${en('contests')}</title><link rel="icon" href="/seal.svg" type="image/svg+xml"><link rel="stylesheet" href="${styleAt}"></head>
<body><main class="wide"><h1>${zh('contests')} <span lang="en">${en('contests')}</span></h1>
${contests.length === 0 && html`<p>${zh('noContests')} <span lang="en">${en('noContests')}</span></p>`}
<ul class="cards">${contests.map(
    ({ code, titleZh, titleEn }) =>
      html`<li><h2><a href="${addressOf(code, 'zh', '')}">${titleZh}</a></h2><p lang="en"><a href="${addressOf(code, 'en', '')}">${titleEn}</a></p></li>`,
  )}</ul></main></body>
</html>
`.text
}
