import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { type LogKey, useLogKeys } from '../../../api/log.ts'
import { exact } from '../../../lib/format.ts'
import { Chip } from '../../../parts/chip.tsx'
import { Copy } from '../../../parts/copy.tsx'
import { Bones } from '../../../parts/empty.tsx'
import { Card } from '../../../parts/page.tsx'
import { When } from '../../../parts/say.tsx'
import { pinText } from './pin-text.ts'

const Qr = lazy(() => import('../../account/qr.tsx'))

/** The log's public key, to be taken by a second way and kept: what a verifier pins. */
export function PinKey() {
  const { t } = useTranslation()
  const { data: vkey } = useQuery({
    queryKey: ['log', 'vkey'],
    queryFn: async () => {
      const answer = await fetch('/api/evidence/key')
      return answer.ok ? (await answer.text()).trim() : null
    },
  })
  return (
    <Card title={t('explore.keyToPin')} extra={vkey && <Copy text={vkey} label={t('explore.copyKey')} />}>
      <div className="stack tight">
        <p className="muted">{t('explore.keyToPinWhy')}</p>
        {vkey === undefined && <Bones lines={3} />}
        {vkey && (
          <>
            {vkey.split('\n').map((line) => (
              <code key={line} className="break pin">
                {line}
              </code>
            ))}
            <Suspense fallback={<Bones lines={4} />}>
              <Qr text={pinText(vkey)} label={t('explore.keyQr')} />
            </Suspense>
          </>
        )}
        <History />
      </div>
    </Card>
  )
}

const LOOKS = { active: 'ok', retired: 'none', revoked: 'no' } as const

/** Keys before this one: receipts made under them stay good. */
function History() {
  const { t } = useTranslation()
  const { data = [] } = useLogKeys()
  if (data.length === 0) return null
  return (
    <details>
      <summary>{t('explore.keyHistory', { count: data.length })}</summary>
      <ul className="items">
        {data.map((key) => (
          <li key={key.vkey}>
            <span className="stack tight">
              <code className="break">{key.vkey}</code>
              <span className="faint">
                {t(`explore.scheme.${key.scheme}`)} · {t('explore.signsFrom')} {spanOf(key)} ·{' '}
                <When at={key.madeAt} />
              </span>
            </span>
            <Chip meaning={LOOKS[key.state]}>{t(`explore.keyState.${key.state}`)}</Chip>
          </li>
        ))}
      </ul>
      <p>
        <a href="/api/evidence/keys" download="succession.txt">
          {t('explore.succession')}
        </a>{' '}
        <span className="faint">{t('explore.successionWhy')}</span>
      </p>
    </details>
  )
}

const spanOf = (key: LogKey) => `${exact(key.from)} – ${key.to === null ? '' : exact(key.to)}`
