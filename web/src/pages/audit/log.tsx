import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Recorded } from '../../api/audit.ts'
import { clock } from '../../lib/format.ts'
import { Card } from '../../parts/page.tsx'
import { useWho } from './who.ts'

interface Props {
  readonly steps: readonly Recorded[]
  readonly place: number
  readonly onGo: (place: number) => void
}

/** Steps drawn around the present one: a session has thousands. */
const AROUND = 60

/** What happened, step by step. */
export function Log({ steps, place, onGo }: Props) {
  const { t } = useTranslation()
  const who = useWho()
  const list = useRef<HTMLOListElement>(null)
  useEffect(() => {
    list.current?.querySelector('[aria-current="step"]')?.scrollIntoView({ block: 'nearest' })
  }, [place])
  const from = Math.max(0, place - AROUND)
  return (
    <Card title={t('audit.steps')}>
      <ol className="audit-log" ref={list}>
        {steps.slice(from, place + AROUND).map((step, at) => {
          const here = from + at
          return (
            <li key={step.seq} className={here > place ? 'later' : ''}>
              <button
                type="button"
                className="plain-button"
                aria-current={here === place ? 'step' : undefined}
                onClick={() => onGo(here)}
              >
                <span className="faint">{clock(step.at)}</span>
                <span>
                  <b className={step.kind === 'capped' ? 'no' : ''}>{t(`audit.stepKind.${step.kind}`)}</b>{' '}
                  <span className="muted">{who(step.userId)}</span>
                  {step.text && <span className="clamp mono">{step.text}</span>}
                </span>
              </button>
            </li>
          )
        })}
      </ol>
    </Card>
  )
}
