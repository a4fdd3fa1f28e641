import { escapeHtml } from '../kernel/html.ts'
import { hashOfOrigin } from './store.ts'
import type { Witness } from './witness.ts'

/** A small page for people: who this is, its key, and what it saw last. Names come from outside and are escaped. */
export function witnessPage(witness: Witness): string {
  const rows = witness.seen().map(({ origin, last, stopped }) => {
    const link = last ? `<a href="/checkpoint/${hashOfOrigin(origin)}">${last.size}</a>` : '—'
    const time = last ? new Date(last.at * 1000).toISOString() : '—'
    const state = stopped === null ? '' : ` <b>停止联署 stopped: ${escapeHtml(stopped)}</b>`
    return `<tr><td><code>${escapeHtml(origin)}</code>${state}</td><td>${link}</td><td>${time}</td></tr>`
  })
  return `<!doctype html>
<html lang="zh"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeHtml(witness.name)} · 见证方 witness</title>
<style>body{font:16px/1.6 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1f2328}
code{overflow-wrap:anywhere}table{border-collapse:collapse;width:100%}td,th{border:1px solid #d0d7de;padding:.4rem .6rem;text-align:left}</style>
<h1>见证方 ${escapeHtml(witness.name)}</h1>
<p>本服务见证可信数据空间的存证日志：只有当一个新的检查点确实是在上一个之后续写的，才为它签名。它不读存证内容，也不判断内容是否属实。</p>
<p lang="en">This is a witness of evidence logs of trusted data spaces. It signs a checkpoint only when it continues the one signed before. It does not read the entries and does not say whether they are true.</p>
<h2>公钥 Verifier key</h2>
<p><code>${escapeHtml(witness.vkey)}</code></p>
<h2>见证的日志 Logs</h2>
<table><thead><tr><th>日志 Log</th><th>条数 Entries</th><th>见证时间 Seen at</th></tr></thead><tbody>
${rows.join('\n')}
</tbody></table>
</html>
`
}
