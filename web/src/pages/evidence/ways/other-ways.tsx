import { useTranslation } from 'react-i18next'
import { Copy } from '../../../parts/copy.tsx'
import { Card } from '../../../parts/page.tsx'

const COMMAND = 'npx xinyu verify receipt.json --key log.vkey'

/** Without this server: a page that is kept as a file, and the command line. */
export function StaticPage() {
  const { t } = useTranslation()
  return (
    <Card title={t('explore.way.page')}>
      <div className="stack tight">
        <p className="muted">{t('explore.wayWhy.page')}</p>
        <ol className="terms">
          {(['download', 'offline', 'paste', 'drop'] as const).map((step) => (
            <li key={step}>{t(`explore.pageStep.${step}`)}</li>
          ))}
        </ol>
        <p>
          <a className="anchor primary" href="/api/evidence/verifier.html" download="xinyu-verifier.html">
            {t('explore.downloadPage')}
          </a>
        </p>
      </div>
    </Card>
  )
}

export function CommandLine() {
  const { t } = useTranslation()
  return (
    <Card title={t('explore.way.command')} extra={<Copy text={COMMAND} />}>
      <div className="stack tight">
        <p className="muted">{t('explore.wayWhy.command')}</p>
        <ol className="terms">
          {(['key', 'run', 'read'] as const).map((step) => (
            <li key={step}>{t(`explore.commandStep.${step}`)}</li>
          ))}
        </ol>
        <pre className="sql" tabIndex={0}>
          {COMMAND}
        </pre>
        <p className="faint">{t('explore.otherPrograms')}</p>
      </div>
    </Card>
  )
}
