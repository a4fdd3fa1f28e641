import './contest-after.css'
import { Tabs } from 'antd'
import { afterFile } from '../../api/contest-after.ts'
import { useFilters } from '../../lib/use-filters.ts'
import { useFormat } from '../../lib/use-format.ts'
import { ContestPage } from '../contests/contest-page.tsx'
import { GreenChannels } from './green-channels.tsx'
import { Interests } from './interests.tsx'
import { Published } from './published.tsx'
import { Proposed } from './proposed.tsx'

/** Who is awarded: from the ranking to the certificate, and what follows it. */
export function Component() {
  const { t } = useFormat()
  const { values, set } = useFilters()
  return (
    <ContestPage name={t('contestAfter.awards')}>
      {(id) => (
        <Tabs
          className="after-tabs"
          activeKey={values.tab ?? 'list'}
          onChange={(tab) => set({ tab: tab === 'list' ? undefined : tab })}
          destroyOnHidden
          items={[
            { key: 'list', label: t('contestAfter.tab.list'), children: <Proposed id={id} /> },
            {
              key: 'published',
              label: t('contestAfter.tab.published'),
              children: <Published id={id} files={(path) => afterFile(id, path)} />,
            },
            { key: 'green', label: t('contestAfter.tab.green'), children: <GreenChannels id={id} /> },
            { key: 'interests', label: t('contestAfter.tab.interests'), children: <Interests id={id} /> },
          ]}
        />
      )}
    </ContestPage>
  )
}
