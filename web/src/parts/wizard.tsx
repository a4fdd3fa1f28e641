import { Button, Steps } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Card, Page } from './page.tsx'
import { Problem } from './problem.tsx'

export interface Step {
  readonly key: string
  readonly title: string
  readonly body: ReactNode
  /** Why the next step cannot begin yet; null when it can. */
  readonly missing: string | null
}

interface WizardProps {
  readonly title: string
  readonly steps: readonly Step[]
  /** The word on the last button. */
  readonly finish: string
  readonly pending: boolean
  readonly error: unknown
  readonly onFinish: () => void
  /** Set when a draft is kept: throws it away. */
  readonly onRestart?: () => void
}

/** Few steps, each kept as a draft; the last shows a summary in plain language before the last click. */
export function Wizard({ title, steps, finish, pending, error, onFinish, onRestart }: WizardProps) {
  const { t } = useTranslation()
  const [at, setAt] = useState(0)
  const [tried, setTried] = useState(false)
  const step = steps[at]!
  const last = at === steps.length - 1
  const go = (next: number) => {
    setTried(false)
    setAt(next)
  }
  const forward = () => {
    if (step.missing) return setTried(true)
    if (last) onFinish()
    else go(at + 1)
  }
  return (
    <Page
      title={title}
      actions={
        <>
          {onRestart && (
            <Button
              onClick={() => {
                onRestart()
                go(0)
              }}
            >
              {t('wizard.restart')}
            </Button>
          )}
          <Button disabled={at === 0} onClick={() => go(at - 1)}>
            {t('wizard.back')}
          </Button>
          <Button type="primary" loading={pending} onClick={forward}>
            {last ? finish : t('wizard.next')}
          </Button>
        </>
      }
    >
      <div className="stack">
        <Steps
          current={at}
          size="small"
          responsive
          items={steps.map(({ title: name }) => ({ title: name }))}
          onChange={(next) => next < at && go(next)}
        />
        {tried && step.missing && (
          <div className="why warn" role="alert">
            <b className="head">
              <span aria-hidden="true">◔ </span>
              {step.missing}
            </b>
          </div>
        )}
        {error ? <Problem error={error} /> : null}
        <Card title={step.title} extra={onRestart && <span className="faint">{t('wizard.kept')}</span>}>
          {step.body}
        </Card>
      </div>
    </Page>
  )
}
