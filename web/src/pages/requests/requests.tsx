import { Segmented } from 'antd'
import { useTranslation } from 'react-i18next'
import { useHasRole, useMe } from '../../api/session.ts'
import { useFilters } from '../../lib/use-filters.ts'
import { LinkButton } from '../../parts/link-button.tsx'
import { Page } from '../../parts/page.tsx'
import { DecisionQueue } from './decision-queue.tsx'
import { RequestList } from './request-list.tsx'

type View = 'queue' | 'in' | 'out'

/** What was asked of us, to decide; what was answered; and what we asked of others. */
export function Component() {
  const { t } = useTranslation()
  const has = useHasRole()
  const me = useMe()
  const { values, set } = useFilters()
  const provides = me.participant.roles.includes('provider') && has('data_officer')
  const consumes = me.participant.roles.includes('consumer')
  const views: View[] = [
    ...(provides ? (['queue', 'in'] as const) : []),
    ...(consumes || !provides ? (['out'] as const) : []),
  ]
  const view = views.find((one) => one === values.view) ?? views[0]!
  return (
    <Page
      title={t('shell.requests')}
      actions={
        consumes && (
          <LinkButton primary={!provides} to="/products">
            {t('contract.findMore')}
          </LinkButton>
        )
      }
    >
      <div className="stack">
        {views.length > 1 && (
          <div>
            <Segmented
              aria-label={t('request.view')}
              value={view}
              onChange={(next) => set({ view: next, state: undefined })}
              options={views.map((value) => ({ value, label: t(`request.views.${value}`) }))}
            />
          </div>
        )}
        {view === 'queue' ? <DecisionQueue /> : <RequestList key={view} direction={view} />}
      </div>
    </Page>
  )
}
