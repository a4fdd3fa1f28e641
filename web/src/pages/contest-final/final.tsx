import './contest-final.css'
import { Tabs } from 'antd'
import { useParams } from 'react-router'
import { useFinal } from '../../api/contest-final.ts'
import { useHasRole } from '../../api/session.ts'
import { useFilters } from '../../lib/use-filters.ts'
import { useFormat } from '../../lib/use-format.ts'
import { LinkButton } from '../../parts/link-button.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Page } from '../../parts/page.tsx'
import { ContestNav } from '../contests/contest-page.tsx'
import { Admission } from './admission.tsx'
import { Checkin } from './checkin.tsx'
import { Draw } from './draw.tsx'
import { Settings } from './settings.tsx'

/** The final as the organiser prepares it: into the space, to the venue, the lot. */
export function Component() {
  const { t, name } = useFormat()
  const { id = '' } = useParams()
  const { values, set } = useFilters()
  const has = useHasRole()
  // Who is on duty at the entrance sees the entrance alone.
  const officer = has('data_officer', 'system_administrator', 'security_officer', 'auditor')
  const final = useFinal(id, officer)
  const organises = final.data?.organises ?? false
  const host = organises || has('duty_officer')
  const tabs = [
    ...(officer
      ? [
          {
            key: 'admission',
            label: t('contestFinal.admission'),
            children: <Loaded of={final}>{(data) => <Admission id={id} of={data} />}</Loaded>,
          },
        ]
      : []),
    ...(organises
      ? [
          {
            key: 'settings',
            label: t('contestFinal.settings'),
            children: <Loaded of={final}>{(data) => <Settings id={id} of={data} />}</Loaded>,
          },
        ]
      : []),
    ...(host ? [{ key: 'checkin', label: t('contestFinal.checkin'), children: <Checkin id={id} /> }] : []),
    ...(organises ? [{ key: 'draw', label: t('contestFinal.draw'), children: <Draw id={id} /> }] : []),
  ]
  return (
    <Page
      title={t('contestFinal.title')}
      sub={final.data ? name(final.data.titleZh, final.data.titleEn) : t('contestFinal.about')}
      actions={
        <>
          <LinkButton to={`/hall/${id}`}>{t('contestFinal.hall')}</LinkButton>
          {organises && (
            <LinkButton to={`/contests/${id}/stage`} primary>
              {t('contestFinal.stage')}
            </LinkButton>
          )}
        </>
      }
    >
      {organises && <ContestNav id={id} />}
      <Tabs
        activeKey={values.tab ?? tabs[0]?.key ?? ''}
        onChange={(tab) => set({ tab: tab === tabs[0]?.key ? undefined : tab })}
        destroyOnHidden
        items={tabs}
      />
    </Page>
  )
}
