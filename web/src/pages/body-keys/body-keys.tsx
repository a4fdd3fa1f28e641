import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type BodyKeyView, useBodyKeys } from '../../api/body-keys.ts'
import { useHasRole } from '../../api/session.ts'
import { outsideKeys } from '../../lib/contract/body-key.ts'
import { Chip } from '../../parts/chip.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card, Page } from '../../parts/page.tsx'
import { BodyKeyTable } from './body-key-table.tsx'
import { RegisterDialog } from './register-dialog.tsx'
import { RevokeDialog } from './revoke-dialog.tsx'

/** Keys that contracts of the own body are signed with: the space's, or those that the body keeps itself. */
export function Component() {
  const { t } = useTranslation()
  const has = useHasRole()
  const keys = useBodyKeys()
  const [registering, setRegistering] = useState(false)
  const [revoking, setRevoking] = useState<BodyKeyView | null>(null)
  const officer = has('data_officer')
  const outside = keys.data && outsideKeys(keys.data.items).length > 0
  return (
    <Page
      title={t('shell.bodyKeys')}
      sub={t('bodyKey.about')}
      chips={
        keys.data && <Chip meaning="seal">{t(outside ? 'bodyKey.signsOutside' : 'bodyKey.signsSpace')}</Chip>
      }
      actions={
        officer &&
        keys.data && (
          <Button type="primary" onClick={() => setRegistering(true)}>
            {t('bodyKey.register')}
          </Button>
        )
      }
    >
      <div className="stack">
        <Card title={t('bodyKey.title')}>
          <Loaded of={keys}>
            {({ items }) => <BodyKeyTable items={items} onRevoke={officer ? setRevoking : undefined} />}
          </Loaded>
        </Card>
        <Card title={t('bodyKey.forWhat')}>
          <div className="stack tight">
            <p>{t('bodyKey.whySpace')}</p>
            <p>{t('bodyKey.whyOwn')}</p>
            <p className="faint">{t('bodyKey.whyStays')}</p>
          </div>
        </Card>
      </div>
      {registering && keys.data && (
        <RegisterDialog proofText={keys.data.proofText} onClose={() => setRegistering(false)} />
      )}
      {revoking && <RevokeDialog of={revoking} onClose={() => setRevoking(null)} />}
    </Page>
  )
}
