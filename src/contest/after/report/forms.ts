import { pdfOf } from '../../../flow/contract/index.ts'
import { csvOf } from '../csv.ts'
import { escapeHtml } from '../../../kernel/html.ts'
import type { Lang, ReportDocument, ReportTable } from './document.ts'

/** One section after the other, a blank line between them: what a spreadsheet opens. */
export const reportCsv = ({ title, subtitle, tables }: ReportDocument): string =>
  csvOf([
    [title],
    [subtitle],
    ...tables.flatMap((table) => [[], [table.title], [...table.head], ...table.rows]),
  ])

/** As a PDF in the form of the other papers of the space. */
export const reportPdf = (report: ReportDocument, lang: Lang): Promise<Buffer> =>
  pdfOf({
    titleZh: report.title,
    titleEn: report.subtitle,
    notice: null,
    facts: [],
    sections: report.tables.map((table) => ({ title: table.title, text: asText(table) })),
    signatures: [],
    verify:
      lang === 'zh'
        ? '本报告由系统按数据库中的事实生成，不含个人姓名。'
        : 'Made from facts in the database; no person is named.',
    footer: report.title,
  })

const asText = ({ head, rows }: ReportTable): string =>
  rows.length === 0
    ? '—'
    : rows
        .map(
          ([first, ...rest]) => `${first}：${rest.map((value, at) => `${head[at + 1]} ${value}`).join('，')}`,
        )
        .join('\n')

/** A page that stands alone: no script, no file besides; it prints as it is. */
export function reportHtml(report: ReportDocument, lang: Lang): string {
  return `<!doctype html>
<html lang="${lang === 'zh' ? 'zh-CN' : 'en'}"><head><meta charset="utf-8"><meta name="robots" content="noindex">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeHtml(report.title)}</title>
<style>
body{font:15px/1.6 system-ui,"Noto Sans SC","PingFang SC","Microsoft YaHei",sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1f1f1f;background:#fff}
h1{font-size:1.6rem;margin:0}h2{font-size:1.1rem;margin:1.6rem 0 .4rem}
.scroll{overflow-x:auto}table{border-collapse:collapse;width:100%}th,td{border-bottom:1px solid #ddd;padding:.3rem .5rem;text-align:left}
td+td,th+th{text-align:right;font-variant-numeric:tabular-nums}.bar{display:block;height:6px;background:#1668dc;margin-top:3px;margin-left:auto}
@media print{h2{break-after:avoid}tr{break-inside:avoid}}
</style></head><body><header><h1>${escapeHtml(report.title)}</h1><p>${escapeHtml(report.subtitle)}</p></header><main>
${report.tables.map(htmlTable).join('\n')}
</main></body></html>
`
}

function htmlTable({ title, head, rows, bars }: ReportTable): string {
  const most = bars === undefined ? 0 : Math.max(1, ...rows.map((row) => Number(row[bars])))
  const cell = (value: string, at: number) =>
    `<td>${escapeHtml(value)}${at === bars ? `<span class="bar" style="width:${((Number(value) / most) * 100).toFixed(1)}%"></span>` : ''}</td>`
  return `<section><h2>${escapeHtml(title)}</h2><div class="scroll" tabindex="0" role="region" aria-label="${escapeHtml(title)}"><table><thead><tr>${head
    .map((one) => `<th scope="col">${escapeHtml(one)}</th>`)
    .join('')}</tr></thead><tbody>${rows
    .map((row) => `<tr>${row.map(cell).join('')}</tr>`)
    .join('')}</tbody></table></div></section>`
}
