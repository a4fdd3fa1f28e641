import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type AskView, useAsks, useCancelAsk, useScopes } from '../../api/consents.ts'
import { useHasRole } from '../../api/session.ts'
import { useFilters } from '../../lib/use-filters.ts'
import { useFormat } from '../../lib/use-format.ts'
import { ConsentState } from '../../parts/consent/consent-state.tsx'
import { List, PAGE_SIZE } from '../../parts/list.tsx'
import { Page } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { Action } from '../../parts/reason.tsx'
import { Hash, Num, When } from '../../parts/say.tsx'
import type { Column } from '../../parts/table.tsx'
import { AskDialog } from './ask-dialog.tsx'
import { Guardianships } from './guardianships.tsx'

const STATES = [
  'waiting',
  'given',
  'limited',
  'declined',
  'withdrawn',
  'expired',
  'used_up',
  'cancelled',
] as const

/** The asking body's view: what was asked of insured persons, how it stands, how often it was used. */
export function Component() {
  const { t } = useTranslation()
  const { pick, list } = useFormat()
  const hasRole = useHasRole()
  const { values } = useFilters()
  const asks = useAsks({ state: values.state, offset: values.offset, limit: PAGE_SIZE })
  const { data: scopes = [] } = useScopes()
  const cancel = useCancelAsk()
  const [asking, setAsking] = useState(false)
  const mayAsk = hasRole('data_officer', 'developer')
  const wordsOf = (codes: readonly string[]) =>
    list(scopes.filter((scope) => codes.includes(scope.code)).map(pick))
  const columns: Column<AskView>[] = [
    { key: 'id', title: t('consent.id'), cell: (row) => <Hash value={row.id} length={13} /> },
    { key: 'state', title: t('consent.stateTitle'), cell: (row) => <ConsentState value={row.state} /> },
    {
      key: 'what',
      title: t('consent.what'),
      cell: (row) => (
        <>
          {t(`purpose.${row.purpose}`)}
          <div className="faint">{wordsOf(row.scopes)}</div>
        </>
      ),
    },
    { key: 'kind', title: t('consent.kindTitle'), cell: (row) => t(`consent.kind.${row.kind}`) },
    { key: 'until', title: t('consent.until'), cell: (row) => <When at={row.until} /> },
    { key: 'asked', title: t('consent.askedAt'), cell: (row) => <When at={row.createdAt} /> },
    { key: 'uses', title: t('consent.uses'), numeric: true, cell: (row) => <Num value={row.uses} /> },
    {
      key: 'act',
      title: '',
      cell: (row) =>
        mayAsk &&
        row.state === 'waiting' && (
          <Action onClick={() => cancel.mutate(row.id)} loading={cancel.isPending}>
            {t('consent.takeBack')}
          </Action>
        ),
    },
  ]
  return (
    <Page
      title={t('consent.title')}
      sub={t('consent.sub')}
      actions={
        mayAsk && (
          <Action primary onClick={() => setAsking(true)}>
            {t('consent.ask')}
          </Action>
        )
      }
    >
      <div className="stack">
        {cancel.error ? <Problem error={cancel.error} /> : null}
        <List
          name="consents"
          caption={t('consent.title')}
          of={asks}
          filters={[
            {
              key: 'state',
              kind: 'choice',
              label: t('consent.stateTitle'),
              options: STATES.map((value) => ({ value, label: t(`consent.state.${value}`) })),
            },
          ]}
          columns={columns}
          rowKey={(row) => row.id}
          empty={{ title: t('consent.none'), hint: t('consent.noneHint') }}
        />
        {hasRole('data_officer') && <Guardianships />}
      </div>
      {asking && <AskDialog onClose={() => setAsking(false)} />}
    </Page>
  )
}
