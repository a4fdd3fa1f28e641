import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useKeys } from '../../api/keys.ts'
import { useHasRole } from '../../api/session.ts'
import { Chip } from '../../parts/chip.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card, Page } from '../../parts/page.tsx'
import { AskDialog, type Asked } from './ask-dialog.tsx'
import { KeyTable } from './key-table.tsx'
import { Requests } from './requests.tsx'
import { Suite } from './suite.tsx'

/** Keys of the space: which there are, how old, and what two officers do about them together. */
export function Component() {
  const { t } = useTranslation()
  const has = useHasRole()
  const keys = useKeys()
  const [asked, setAsked] = useState<Asked | null>(null)
  const mayAsk = has('security_officer')
  const due = keys.data?.items.filter((one) => one.due).length ?? 0
  return (
    <Page
      title={t('shell.keys')}
      sub={t('keys.about')}
      chips={
        keys.data && (
          <>
            <Chip meaning="seal">
              {t(`keys.suite.${keys.data.suite}`, { defaultValue: keys.data.suite })}
            </Chip>
            <Chip meaning={due > 0 ? 'warn' : 'ok'}>
              {t(due > 0 ? 'keys.due' : 'keys.noneDue', { count: due })}
            </Chip>
          </>
        )
      }
    >
      <div className="stack">
        <Loaded of={keys} lines={8}>
          {(ring) => (
            <>
              <Requests of={ring.requests} />
              <Card title={t('keys.title')}>
                <KeyTable items={ring.items} onAsk={mayAsk ? setAsked : undefined} />
              </Card>
            </>
          )}
        </Loaded>
        <Suite />
      </div>
      {asked && <AskDialog asked={asked} onClose={() => setAsked(null)} />}
    </Page>
  )
}
