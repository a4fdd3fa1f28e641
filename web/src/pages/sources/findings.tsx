import type { TestReport } from '../../api/sources.ts'
import { useFormat } from '../../lib/use-format.ts'

/** What a test of a connection found, in plain words. */
export function Findings({ report }: { readonly report: TestReport }) {
  const { t, pick } = useFormat()
  return (
    <div className="stack tight" aria-live="polite">
      {report.ok ? (
        <p className="why ok">
          <b className="head">
            <span aria-hidden="true">✓ </span>
            {t('source.testOk', { tables: report.tables, ms: report.ms })}
          </b>
        </p>
      ) : (
        report.error && (
          <div className="why" role="alert">
            <b className="head">
              <span aria-hidden="true">⊘ </span>
              {t('source.testFailed')}
            </b>
            <p>
              {pick(report.error)} <span className="code">{report.error.code}</span>
            </p>
          </div>
        )
      )}
      {report.warnings.map((warning) => (
        <p key={warning.code} className="why warn">
          <span aria-hidden="true">◔ </span>
          {pick(warning)} <span className="code">{warning.code}</span>
        </p>
      ))}
    </div>
  )
}
