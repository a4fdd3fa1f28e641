import { Button, Tabs } from 'antd'
import { type DragEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { STEPS } from '../../../../src/safeguard/evidence/verifier/index.ts'
import { Empty } from '../../parts/empty.tsx'
import { Card } from '../../parts/page.tsx'
import { type Checked, checkReceipt, checkResult, type ResultCheck } from './check-receipt.ts'
import { Findings } from './findings.tsx'
import { EvidencePage } from './room.tsx'
import { CommandLine, StaticPage } from './ways/other-ways.tsx'
import { PinKey } from './ways/pin-key.tsx'

/** Three ways to verify, each without trust in the operator, and the key that all of them need. */
export function Component() {
  const { t } = useTranslation()
  return (
    <EvidencePage title={t('shell.verify')} sub={t('explore.verifyAbout')}>
      <Tabs
        items={[
          { key: 'browser', label: t('explore.way.browser'), children: <InBrowser /> },
          {
            key: 'page',
            label: t('explore.way.page'),
            children: (
              <div className="grid g2">
                <StaticPage />
                <PinKey />
              </div>
            ),
          },
          {
            key: 'command',
            label: t('explore.way.command'),
            children: (
              <div className="grid g2">
                <CommandLine />
                <PinKey />
              </div>
            ),
          },
        ]}
      />
    </EvidencePage>
  )
}

/** Verifies a receipt in this browser: the file is not sent anywhere. */
function InBrowser() {
  const { t } = useTranslation()
  const receiptInput = useRef<HTMLInputElement>(null)
  const resultInput = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const [checked, setChecked] = useState<Checked | null>(null)
  const [result, setResult] = useState<ResultCheck | null>(null)
  const take = async (file: File | undefined) => {
    if (!file) return
    setResult(null)
    setChecked(await checkReceipt(file))
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    void take(event.dataTransfer.files[0])
  }
  const good = checked?.verdict.ok ? checked.verdict : null
  return (
    <div className="grid g2">
      <div className="stack">
        <p className="muted">{t('verify.about')}</p>
        <div
          className={`drop ${over ? 'over' : ''}`}
          style={{ minHeight: 96 }}
          onDragOver={(event) => {
            event.preventDefault()
            setOver(true)
          }}
          onDragLeave={() => setOver(false)}
          onDrop={drop}
        >
          <span className="seal" aria-hidden="true" style={{ fontSize: 24 }}>
            ◈
          </span>
          <span className="muted">
            {checked ? t('verify.another', { file: checked.file }) : t('verify.drop')}
          </span>
          <Button type="primary" onClick={() => receiptInput.current?.click()}>
            {t('verify.choose')}
          </Button>
          <input
            ref={receiptInput}
            type="file"
            accept=".json,.tlog-proof,.txt,application/json,text/plain"
            hidden
            data-testid="receipt-file"
            aria-label={t('verify.choose')}
            onChange={(event) => void take(event.target.files?.[0])}
          />
        </div>
        {checked ? (
          <Findings checked={checked} />
        ) : (
          <Empty title={t('verify.nothing')} hint={t('verify.nothingHint')} />
        )}
      </div>
      <div className="stack">
        {good?.payload !== undefined && checked?.destroyed === null && (
          <Card title={t('verify.result')}>
            <div className="stack tight">
              <p className="muted">{t('verify.resultHint')}</p>
              <div>
                <Button onClick={() => resultInput.current?.click()}>{t('verify.chooseResult')}</Button>
              </div>
              <input
                ref={resultInput}
                type="file"
                hidden
                data-testid="result-file"
                aria-label={t('verify.chooseResult')}
                onChange={(event) => {
                  const file = event.target.files?.[0]
                  if (file) void checkResult(good, file).then(setResult)
                }}
              />
              {result && (
                <p className={`why ${result.ok ? 'ok' : ''}`} role="status">
                  <b className="head">
                    {t(result.ok ? 'verify.same' : 'verify.different')}{' '}
                    <span className="code">{result.file}</span>
                  </b>
                </p>
              )}
            </div>
          </Card>
        )}
        <Card title={t('verify.how')}>
          <ol className="terms">
            {STEPS.map((step) => (
              <li key={step}>
                <b>{t(`verify.step.${step}`)}</b>
                <div className="faint">{t(`verify.stepWhy.${step}`)}</div>
              </li>
            ))}
          </ol>
        </Card>
        <PinKey />
      </div>
    </div>
  )
}
