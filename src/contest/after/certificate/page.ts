import { hashTitle } from '../../../safeguard/crypto/index.ts'
import { escapeHtml as h } from '../../../kernel/html.ts'
import type { PublicCertificate } from './public.ts'

/**
 * What anybody reads who scans the code of a certificate: the paper's own words, whether it still stands, and how to prove
 * it without this site. Not for search engines: it names people.
 */
export function certificatePage(found: PublicCertificate): string {
  const { number, revokedAt } = found
  const rows: readonly (readonly [string, string])[] = [
    ['证书编号 Number', number],
    ['赛事 Contest', `${found.contestZh}\n${found.contestEn}`],
    ['奖项 Award', `${found.awardZh} ${found.awardEn}`],
    ['作品 Work', found.title],
    ['参赛队 Team', found.team],
    ['赛道或领域 Division', `${found.divisionZh} ${found.divisionEn}`],
    ['单位 Bodies', found.bodies.join('；')],
    [
      '成员 Members',
      found.kept
        ? found.members.join('、')
        : '已按保存期限销毁，以纸面或文件为准 destroyed after the retention; see the paper',
    ],
    ['颁发 Issued by', `${found.organiserZh}\n${found.organiserEn}`],
    ['日期 Date', found.day],
    [`文件 ${hashTitle()}`, found.digest],
  ]
  const state =
    revokedAt === null
      ? '<p class="ok" role="status">✓ 有效 · Valid</p>'
      : `<p class="bad" role="status">✗ 已于 ${h(found.revokedDay ?? '')} 撤销 · Revoked on ${h(found.revokedDay ?? '')}</p>`
  return shell(
    `证书查验 ${number}`,
    `<h1>证书查验 <span lang="en">Certificate</span></h1>
${state}${found.demo ? '<p class="bad">演示赛事，非真实奖项 · Made-up contest, not a real award</p>' : ''}
<dl>${rows.map(([label, value]) => `<dt>${h(label)}</dt><dd>${h(value).replaceAll('\n', '<br>')}</dd>`).join('')}</dl>
<h2>离线核验 <span lang="en">Verify it yourself</span></h2>
<p>下载存证回执，用门户的<a href="/verify">「验证回执」</a>打开，再选您手里的证书文件：两者相符，文件就是颁发时的那一份。命令行：</p>
<p lang="en">Take the receipt, open it at <a href="/verify">“Verify a receipt”</a>, then choose your file: if both agree it is the one that was issued. On the command line:</p>
<pre tabindex="0">npx xinyu verify ${h(number)}.receipt.json --key space.vkey --result ${h(number)}.pdf</pre>
<p><a class="button" href="/api/contest-front/certificates/${h(found.code)}/${h(number)}/receipt" download>下载回执 Receipt</a>
<a class="button" href="/api/evidence/key" download="space.vkey">空间公钥 Key of the space</a></p>`,
  )
}

/** The same for a contest, a number and a form that there are not. */
export const noCertificatePage = (): string =>
  shell(
    '查无此证',
    `<h1>查无此证 <span lang="en">No such certificate</span></h1>
<p>没有这个编号的证书。请核对地址是否与纸面上印的完全一致；若仍查不到，请联系颁发单位。</p>
<p lang="en">There is no certificate of this number. Compare the address with the one on the paper; if it is the same, ask the body that issued it.</p>`,
  )

const shell = (title: string, body: string): string => `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="robots" content="noindex">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>${h(title)}</title>
<style>
:root{color-scheme:light dark;--line:#d9d9d9;--ok:#1d6b1d;--bad:#a8071a}
@media(prefers-color-scheme:dark){:root{--line:#444;--ok:#7fd77f;--bad:#ff8a8a}}
body{font:16px/1.7 system-ui,"Noto Sans SC","PingFang SC","Microsoft YaHei",sans-serif;max-width:44rem;margin:0 auto;padding:1.5rem 1rem;overflow-wrap:anywhere}
h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2rem}dl{border-top:1px solid var(--line)}dt{font-size:.85rem;padding-top:.5rem;opacity:.8}
dd{margin:0;padding-bottom:.5rem;border-bottom:1px solid var(--line)}.ok{color:var(--ok);font-weight:700;font-size:1.2rem}.bad{color:var(--bad);font-weight:700;font-size:1.2rem}
pre{white-space:pre-wrap;border:1px solid var(--line);padding:.6rem}.button{display:inline-block;padding:.7rem 1rem;border:1px solid;border-radius:6px;margin:0 .5rem .5rem 0}
a{color:inherit}
</style></head><body><main>
${body}
</main></body></html>
`
