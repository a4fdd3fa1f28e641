import { type PdfContent, pdfOf } from '../../../flow/contract/index.ts'
import { hashTitle } from '../../../safeguard/crypto/index.ts'
import type { ReportKind, ReportView } from '../model.ts'

const TITLE: Readonly<Record<ReportKind, readonly [string, string]>> = {
  daily: ['审计日报', 'Daily audit report'],
  weekly: ['审计周报', 'Weekly audit report'],
  monthly: ['审计月报', 'Monthly audit report'],
}

const moment = (at: number): string => `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`

/** A report as PDF, by the same pages as contracts. */
export function reportPdf(report: ReportView, spaceName: string): Promise<Buffer> {
  const [titleZh, titleEn] = TITLE[report.kind]
  return pdfOf({
    titleZh: `${titleZh}　${spaceName}`,
    titleEn,
    notice: null,
    facts: [
      ['期间 Period', `${moment(report.from)} — ${moment(report.until)}`],
      ['出具 Made', moment(report.createdAt)],
      ['存证 Evidence', report.leaf === null ? '—' : `# ${report.leaf}`],
      [`摘要值 ${hashTitle()}`, report.digest],
    ],
    sections: report.sections.map(({ zh, en, figures }) => ({
      title: `${zh} ${en}`,
      text: figures.map((one) => `${one.zh} ${one.en}: ${one.value}`).join('\n'),
    })),
    signatures: [],
    verify:
      '数字取自存证日志，可凭条目核对。 The figures are counted in the evidence log and can be recounted from it.',
    footer: report.digest.slice(0, 16),
  } satisfies PdfContent)
}
